namespace Headway.Bench.Runs;

/// <summary>The least a queue can do on one database.</summary>
internal interface IFloor : IAsyncDisposable
{
    /// <summary>How many connections drain best.</summary>
    int Drainers { get; }

    /// <summary>One row in a commit of its own.</summary>
    Task InsertOneAsync();

    /// <summary>So many rows in one commit.</summary>
    Task InsertAsync(int count);

    /// <summary>Claims so many in one commit, then finishes them, guarded by the claim, in another.</summary>
    /// <returns>How many; 0 where none is left.</returns>
    Task<int> ClaimAndFinishAsync(int batch);
}
