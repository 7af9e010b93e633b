using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Limits, and claims under them.</summary>
public sealed partial class SqlJobStore : ILimitStore
{
    private const int MaxParkings = 100; // rounds of one claim that park and take nothing
    private static readonly string[] LimitedClaimPages =
    [
        "ClaimChunks", "CapRows", "LockCaps", "ParkJobs", "TrimClaims", "DebitClaims", "ClaimEvent", "ClaimJobs", "ClaimSpans",
        "ClaimedChunks", "ClaimedItems",
    ];
    private volatile bool _limited;     // there were rules when last looked; a claim without them takes nothing once there are some
    private volatile bool _everLimited; // what was claimed here may have been counted

    /// <inheritdoc/>
    public async ValueTask SetLimitAsync(Limit limit, CancellationToken ct)
    {
        Arg[] args =
        [
            .. KeyOf(limit.Scope, limit.Name, limit.Unit), Arg.Of("most", limit.Most), Arg.Of("span", limit.Span),
            Arg.Of("actor", limit.Actor),
        ];
        await WriteAsync((session, token) => session.SendAsync(Pages("HoldClaims", "SetLimit", "CountAnew"), args, null, token), ct);
        Limit(true);
        await UnparkAsync(ct);
        _hints.Opened();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveLimitAsync(LimitScope scope, string name, LimitUnit unit, CancellationToken ct)
    {
        var dropped = await WriteAsync(async (session, token) =>
        {
            await session.SendAsync(Pages("HoldClaims"), [], null, token);
            var count = await session.RunAsync(_book["DropLimit"], KeyOf(scope, name, unit), token);
            await session.SendAsync(Pages("CountAnew"), [], null, token);
            return count > 0;
        }, ct);
        await UnparkAsync(ct);
        _hints.Opened();
        return dropped;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Limit>> ListLimitsAsync(CancellationToken ct) => await ListAsync(_book["ListLimits"], [], row =>
        new Limit
        {
            Scope = Words.Scope(row.GetString(0)),
            Name = row.GetString(1),
            Unit = Words.Unit(row.GetString(2)),
            Most = row.GetInt32(3),
            Span = row.IsDBNull(4) ? null : Micros.ToSpan(row.GetInt64(4)),
            Actor = row.TextOrNull(5),
            At = row.Time(6),
        }, ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LimitUse>> ListLimitUsesAsync(CancellationToken ct) => await ListAsync(
        _book["ListLimitUses"], [], row => new LimitUse(
            Words.Scope(row.GetString(0)), row.GetString(1), Words.Unit(row.GetString(2)), row.GetInt32(3), (int)row.GetInt64(4),
            (int)row.GetInt64(5)), ct);

    /// <inheritdoc/>
    public async ValueTask<LimitUpkeep> KeepLimitsAsync(CancellationToken ct)
    {
        Limit((await ListAsync(_book["AreLimited"], [], _ => true, ct)).Count > 0);
        var (mended, freed) = _limited ? await MendAsync(ct) : (0, 0);
        var unparked = await UnparkAsync(ct);
        if (unparked > 0)
            _hints.Opened();
        return new LimitUpkeep(mended, freed, unparked);
    }

    /// <summary>Limits that came with a submission stand before its jobs do.</summary>
    private async ValueTask SetKeyLimitsAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        foreach (var (name, slots) in KeyLimits.Of(jobs))
        {
            Arg[] args = [.. KeyOf(LimitScope.Key, name, LimitUnit.Slots), Arg.Of("most", slots)];
            if ((await ListAsync(_book["LimitIs"], args, _ => true, ct)).Count == 0)
                await SetLimitAsync(new Limit { Scope = LimitScope.Key, Name = name, Most = slots }, ct);
        }
    }

    private void Limit(bool limited)
    {
        _limited = limited;
        _everLimited |= limited;
    }

    /// <summary>
    /// Takes what is there, gives back what the caps have no room for, and goes on while all it did was parking: each job is stepped over
    /// once.
    /// </summary>
    private async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimLimitedAsync(Arg[] args, ClaimRequest request, CancellationToken ct)
    {
        for (var round = 0; ; round++)
        {
            var (parked, trimmed) = (0, 0);
            var claimed = await ClaimAsync(Pages(LimitedClaimPages), firstSets: 3, args, request, ct, (set, _) =>
            {
                parked += set == 1 ? 1 : 0;
                trimmed += set == 2 ? 1 : 0;
            });
            if (claimed.Chunks.Count == 0 && parked > 0 && round < MaxParkings)
                continue;
            if (claimed.Chunks.Count == 0 && trimmed == 0 && _database.Dialect == Dialect.Postgres && await LaneIsOpenAsync(args, ct))
                claimed = await ClaimAsync(Pages(["LockFirstOfLane", .. LimitedClaimPages]), firstSets: 4, args, request, ct);
            if (claimed.Chunks.Count > 0)
                _hints.Changed();
            return claimed.WithItems();
        }
    }

    private async ValueTask<(int Mended, int Freed)> MendAsync(CancellationToken ct)
    {
        var wrong = await ListAsync(_book["WrongCaps"], [], row => (Key: row.GetString(0), IsMistake: row.GetInt32(1) != 0), ct);
        if (wrong.Count == 0)
            return (0, 0);
        Arg[] args = [Arg.Json("keys", JsonRows.List(wrong.Select(cap => cap.Key).Distinct()))];
        var freed = 0;
        await WriteAsync(async (session, token) =>
        {
            freed = 0;
            await session.SendAsync(Pages("LockWrongCaps"), args, null, token);
            await session.SendAsync(Pages("MendDebits", "MendCaps"), args, (_, row) => freed += row.GetInt32(0) == -1 ? 1 : 0, token);
            return freed;
        }, ct);
        await CommandAsync((session, token) => session.RunAsync(_book["DropOldStarts"], [], token), ct);
        return (wrong.Count(cap => cap.IsMistake), freed);
    }

    /// <summary>Lets as many parked jobs be claimed as their caps have room for.</summary>
    private async ValueTask<int> UnparkAsync(CancellationToken ct)
    {
        var count = 0;
        foreach (var (key, room) in await ListAsync(
            _book["ParkedRooms"], [], row => (row.GetString(0), (int)Math.Min(1000, row.GetInt64(1))), ct))
            count += await UnparkAsync(key, room, ct);
        return count;
    }

    private async ValueTask<int> UnparkAsync(string key, int room, CancellationToken ct)
    {
        var count = 0;
        Arg[] args = [Arg.Of("key", key), Arg.Of("room", room)];
        await CommandAsync((session, token) =>
        {
            count = 0;
            return session.SendAsync(Pages("Unpark"), args, (_, _) => count++, token);
        }, ct);
        return count;
    }

    /// <summary>What was freed by claims that ended lets parked jobs be claimed.</summary>
    private async ValueTask UnparkAsync(IEnumerable<string> freed, CancellationToken ct)
    {
        try
        {
            foreach (var key in freed.CountBy(key => key))
                await UnparkAsync(key.Key, key.Value, ct);
        }
        catch (StoreUnavailableException)
        {
            // What ended is recorded, and that is what the caller asks; upkeep lets the parked jobs go on.
        }
    }

    private static Arg[] KeyOf(LimitScope scope, string name, LimitUnit unit) =>
        [Arg.Of("scope", Words.Of(scope)), Arg.Of("name", name), Arg.Of("unit", Words.Of(unit))];
}
