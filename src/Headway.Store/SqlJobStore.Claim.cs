using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Taking work.</summary>
public sealed partial class SqlJobStore
{
    private static readonly string[] ClaimPages =
        ["ClaimChunks", "ClaimEvent", "ClaimJobs", "ClaimSpans", "ClaimedChunks", "ClaimedItems"];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Lane>> LanesAsync(IReadOnlyList<string> queues, CancellationToken ct) =>
        await ListAsync(
            _book["Lanes"], [Arg.Json("queues", JsonRows.List(queues))],
            row => new Lane(row.GetString(0), row.GetString(1), row.GetString(2)), ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(ClaimRequest request, CancellationToken ct)
    {
        Arg[] args =
        [
            Arg.Of("session", request.Session), Arg.Of("call", request.Call), Arg.Of("queue", request.Lane.Queue),
                Arg.Of("type", request.Lane.Type),
            Arg.Of("org", request.Lane.Org), Arg.Of("max", request.MaxChunks),
                Arg.Of("each", Math.Min(request.MaxChunks, request.MaxChunksPerJob)),
        ];
        var chunks = await ClaimAsync(Pages(ClaimPages), firstSets: 0, args, request, ct);
        // Locked jobs were skipped. Where that was all there was, wait for one: else the finishes of one busy job hide it from a claimer
        // for ever.
        if (chunks.Count == 0 && _database.Dialect == Dialect.Postgres
            && (await ListAsync(_book["LaneIsOpen"], args, _ => true, ct)).Count > 0)
            chunks = await ClaimAsync(Pages(["LockFirstOfLane", .. ClaimPages]), firstSets: 1, args, request, ct);
        if (chunks.Count > 0)
            _hints.Changed();
        return chunks;
    }

    private async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(
        List<Statement> statements, int firstSets, Arg[] args, ClaimRequest request, CancellationToken ct)
    {
        var chunks = new List<ClaimedChunk>();
        var items = new Dictionary<(JobId, int), ClaimedItem>();
        await CommandAsync((session, token) =>
        {
            chunks.Clear();
            items.Clear();
            return session.SendAsync(statements, args, (set, row) =>
            {
                if (set == firstSets)
                    chunks.Add(ReadChunk(row, request));
                else if (set > firstSets)
                    items[(new JobId(row.GetGuid(0)), row.GetInt32(1))] = new ClaimedItem(row.GetInt32(1), row.TextOrNull(2),
                        row.TextOrNull(3), row.GetInt32(4));
            }, token);
        }, ct);
        return [.. chunks.Select(chunk => chunk.Kind == ChunkKind.Work ? chunk with { Items = ItemsOf(chunk, items) } : chunk)];
    }

    private static ClaimedChunk ReadChunk(System.Data.Common.DbDataReader row, ClaimRequest request) => new(
        new ChunkKey(request.Call, new JobId(row.GetGuid(0)), row.GetInt32(1), row.GetInt32(2)),
        Words.Kind(row.GetString(3)), request.Lane.Org, request.Lane.Type, row.GetString(6), row.TextOrNull(7), row.TextOrNull(8),
        row.GetInt32(5), row.GetInt32(4), row.GetInt32(9), [],
        row.IsDBNull(12) ? null : Micros.ToSpan(Math.Max(0, row.GetInt64(12))))
    {
        Life = row.GetInt32(10),
        DryRun = row.GetBoolean(11),
    };

    private static ClaimedItem[] ItemsOf(ClaimedChunk chunk, Dictionary<(JobId, int), ClaimedItem> items)
    {
        var (key, life) = (chunk.Key, chunk.Life);
        var found = new ClaimedItem[key.Hi - key.Lo + 1];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = items.TryGetValue((key.JobId, key.Lo + i), out var item)
                ? item with { Life = Math.Max(item.Life, life) }
                : new ClaimedItem(key.Lo + i, null, null, life);
        }

        return found;
    }
}
