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
        // Under limits it is counted as any other claim, and given back where there is no room for it.
        var limited = _limited;
        List<Statement> statements =
        [
            _book["DropEndedSuspects"], limited ? _book["ClaimSuspect"] : _book["ClaimSuspect"].With("unlimited"),
            .. limited ? Pages("CapRows", "LockCaps", "TrimClaims", "DebitClaims") : [],
            .. Pages("ClaimEvent", "SuspectJob", "ClaimSpans", "SuspectPlace", "ClaimedChunks", "ClaimedItems"),
        ];
        var before = limited ? 2 : 0;
        await CommandAsync((open, token) =>
        {
            chunk = null;
            var lane = new Lane("", "", "");
            return open.SendAsync(statements, args, (set, row) =>
            {
                if (set == before)
                    lane = new Lane("", row.GetString(1), row.GetString(0));
                else if (set == before + 1)
                    chunk = Claimed.Read(row, new ClaimRequest(session, call, lane, 1, 1));
                else if (set > before && chunk is not null)
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
