using System.Data.Common;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>The rows of a claim on their way to its answer: chunks, then the items of those that have rows of their own.</summary>
internal sealed class Claimed(ClaimRequest request)
{
    private static readonly IReadOnlyList<ClaimedItem> FirstLife = [new ClaimedItem(1, null, null)];
    private readonly Dictionary<(JobId, int), ClaimedItem> _items = [];

    /// <summary>What the only item of a simple job looks like: its job's config is its input.</summary>
    public static IReadOnlyList<ClaimedItem> OnlyItem(int life) => life == 1 ? FirstLife : [new ClaimedItem(1, null, null, life)];

    /// <summary>A row of ClaimedChunks; without the items, where they have rows of their own.</summary>
    public static ClaimedChunk Read(DbDataReader row, ClaimRequest request)
    {
        var key = new ChunkKey(request.Call, new JobId(row.GetGuid(0)), row.GetInt32(1), row.GetInt32(2));
        var kind = Words.Kind(row.GetString(3));
        var (life, simple) = (row.GetInt32(10), row.GetBoolean(13));
        return new ClaimedChunk(
            key, kind, request.Lane.Org, request.Lane.Type, row.GetString(6), row.TextOrNull(7), row.TextOrNull(8),
            row.GetInt32(5), row.GetInt32(4), row.GetInt32(9), kind == ChunkKind.Work && simple ? OnlyItem(life) : [],
            row.IsDBNull(12) ? null : Micros.ToSpan(Math.Max(0, row.GetInt64(12))))
        {
            Life = life,
            DryRun = row.GetBoolean(11),
        };
    }

    public List<ClaimedChunk> Chunks { get; } = [];

    /// <summary>Whether chunks of work are among them whose items have rows.</summary>
    public bool HaveItems { get; private set; }

    public void Clear()
    {
        Chunks.Clear();
        _items.Clear();
        HaveItems = false;
    }

    public void AddChunk(DbDataReader row)
    {
        var chunk = Read(row, request);
        HaveItems |= chunk is { Kind: ChunkKind.Work, Items: [] };
        Chunks.Add(chunk);
    }

    public void AddItem(DbDataReader row) =>
        _items[(new JobId(row.GetGuid(0)), row.GetInt32(1))] = new ClaimedItem(row.GetInt32(1), row.TextOrNull(2), row.TextOrNull(3),
            row.GetInt32(4));

    /// <summary>The chunks, each with its items.</summary>
    public IReadOnlyList<ClaimedChunk> WithItems()
    {
        for (var i = 0; HaveItems && i < Chunks.Count; i++)
        {
            if (Chunks[i] is { Kind: ChunkKind.Work, Items: [] } chunk)
                Chunks[i] = chunk with { Items = ItemsOf(chunk) };
        }

        return Chunks;
    }

    private ClaimedItem[] ItemsOf(ClaimedChunk chunk)
    {
        var (key, life) = (chunk.Key, chunk.Life);
        var found = new ClaimedItem[key.Hi - key.Lo + 1];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = _items.TryGetValue((key.JobId, key.Lo + i), out var item)
                ? item with { Life = Math.Max(item.Life, life) }
                : new ClaimedItem(key.Lo + i, null, null, life);
        }

        return found;
    }
}
