using Headway.Data;

namespace Headway.Store;

/// <summary>Items whose worker died.</summary>
public sealed partial class SqlJobStore : ISuspectStore
{
    /// <inheritdoc/>
    public async ValueTask<bool> SuspectsWaitAsync(IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct) =>
        (await ListAsync(_book["SuspectsWait"], Places(queues, types), _ => true, ct)).Count > 0;

    /// <inheritdoc/>
    public async ValueTask<ClaimedChunk?> ClaimSuspectAsync(
        Guid session, Guid call, IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct)
    {
        Arg[] args = [Arg.Of("session", session), Arg.Of("call", call), .. Places(queues, types)];
        ClaimedChunk? chunk = null;
        await CommandAsync((open, token) =>
        {
            chunk = null;
            var lane = new Lane("", "", "");
            return open.SendAsync(
                Pages("DropEndedSuspects", "ClaimSuspect", "ClaimEvent", "SuspectJob", "ClaimSpans", "SuspectPlace", "ClaimedChunks",
                    "ClaimedItems"),
                args, (set, row) =>
                {
                    if (set == 0)
                        lane = new Lane("", row.GetString(1), row.GetString(0));
                    else if (set == 1)
                        chunk = ReadChunk(row, new ClaimRequest(session, call, lane, 1, 1));
                    else if (chunk is not null)
                        chunk = chunk with { Items = [Item(row, chunk.Life)] };
                }, token);
        }, ct);
        if (chunk is { Kind: ChunkKind.Work, Items.Count: 0 })
            chunk = chunk with { Items = [new ClaimedItem(chunk.Key.Lo, null, null, chunk.Life)] };
        if (chunk is not null)
            _hints.Changed();
        return chunk;
    }

    private static ClaimedItem Item(System.Data.Common.DbDataReader row, int life) =>
        new(row.GetInt32(1), row.TextOrNull(2), row.TextOrNull(3), Math.Max(row.GetInt32(4), life));

    private static Arg[] Places(IReadOnlyList<string> queues, IReadOnlyList<string> types) =>
        [Arg.Of("queues", JsonRows.List(queues)), Arg.Of("types", JsonRows.List(types))];
}
