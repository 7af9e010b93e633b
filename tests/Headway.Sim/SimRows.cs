using System.Collections.Immutable;
using Headway.Handlers;

namespace Headway.Sim;

/// <summary>What effects write in the simulated store: rows that stay only when the transaction commits.</summary>
public sealed class SimRows
{
    private ImmutableList<string> _rows = [];

    /// <summary>Every row that was committed, oldest first; a row written twice is in it twice.</summary>
    public IReadOnlyList<string> All => _rows;

    /// <summary>Adds a row; only inside an effect.</summary>
    public void Add(string row) => _rows = _rows.Add(row);

    internal ImmutableList<string> Save() => _rows;

    internal void Restore(ImmutableList<string> saved) => _rows = saved;
}

/// <summary>The open transaction of the simulated store.</summary>
internal sealed class SimScope(SimRows rows, int no, Action<int, string, string, string?, string?> record) : EffectScope(no)
{
    public override T? Feature<T>() where T : class => rows as T;

    protected override ValueTask RecordAsync(string kind, string key, string? before, string? afterHash, CancellationToken ct)
    {
        record(No, kind, key, before, afterHash);
        return ValueTask.CompletedTask;
    }
}
