using Headway.Handlers;
using Headway.Sim;

namespace Headway.Store.Tests;

/// <summary>The contract on the simulated store.</summary>
public sealed class SimStoreTests : JobStoreContract
{
    protected override ValueTask<StoreUnderTest> OpenAsync() => ValueTask.FromResult<StoreUnderTest>(new SimUnderTest());
}

/// <summary>The simulated store on virtual time.</summary>
internal sealed class SimUnderTest : StoreUnderTest
{
    private readonly SimClock _clock = new();
    private readonly SimStore _store;

    public SimUnderTest() => _store = new SimStore(_clock);

    public override IJobStore Store => _store;

    public override ValueTask AdvanceAsync(TimeSpan by)
    {
        _clock.Advance(by);
        return ValueTask.CompletedTask;
    }

    public override Effect Writes(string row) => (scope, _) =>
    {
        scope.Feature<SimRows>()!.Add(row);
        return ValueTask.CompletedTask;
    };

    public override ValueTask<IReadOnlyList<string>> RowsAsync() => ValueTask.FromResult(_store.Rows.All);

    public override ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }
}
