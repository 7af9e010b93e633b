using System.Runtime.CompilerServices;
using Headway.Handlers;
using Headway.Model;

namespace Headway.Bench.Runs;

/// <summary>What the handlers of one process saw.</summary>
internal sealed class Seen
{
    private readonly List<double> _waits = [];
    private long _count;
    private long _first;

    public long Count => Interlocked.Read(ref _count);

    public long First => Interlocked.Read(ref _first);

    public IReadOnlyList<double> Waits
    {
        get
        {
            lock (_waits)
                return [.. _waits];
        }
    }

    public void Add()
    {
        if (Interlocked.Increment(ref _count) == 1)
            Interlocked.Exchange(ref _first, Stopwatches.Now);
    }

    public void Add(double wait)
    {
        lock (_waits)
            _waits.Add(wait);
        Add();
    }
}

internal sealed class Nothing(Seen seen) : IJobHandler
{
    public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        seen.Add();
        return ValueTask.FromResult(Outcome.Completed());
    }
}

/// <summary>Says how long ago its input was stamped.</summary>
internal sealed class Stamped(Seen seen) : IJobHandler
{
    public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        seen.Add(Stopwatches.MillisecondsSince(item.Input<Stamp>().At));
        return ValueTask.FromResult(Outcome.Completed());
    }
}

internal sealed record Stamp(long At);

/// <summary>As many items as its config says; they do nothing.</summary>
internal sealed class Many(Seen seen) : IJobHandler, IPlanner
{
    public async IAsyncEnumerable<NewItem> PlanAsync(JobContext job, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        var items = job.Config<Amount>().Items;
        for (var i = 0; i < items; i++)
            yield return new NewItem(null, "{}");
    }

    public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        seen.Add();
        return ValueTask.FromResult(Outcome.Completed());
    }
}

internal sealed record Amount(int Items);
