using Headway.Handlers;

namespace Headway.Store.Tests;

/// <summary>A fresh, empty store with a clock that stands still until it is moved.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    /// <summary>The store.</summary>
    public abstract IJobStore Store { get; }

    /// <summary>Moves the store's clock on.</summary>
    public abstract ValueTask AdvanceAsync(TimeSpan by);

    /// <summary>An effect that writes a row of a handler's own, through the feature this store offers; rows may repeat.</summary>
    public abstract Effect Writes(string row);

    /// <summary>The rows effects have written and that were committed, in any order.</summary>
    public abstract ValueTask<IReadOnlyList<string>> RowsAsync();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
