using Headway.Data;

namespace Headway.Store;

/// <summary>Statistics: folding the sums, and putting tallies right.</summary>
public sealed partial class SqlJobStore
{
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2); // by then what began in a minute has committed
    private static readonly TimeSpan MinutesKept = TimeSpan.FromHours(48);
    private static readonly TimeSpan HoursKept = TimeSpan.FromDays(35);

    /// <inheritdoc/>
    public async ValueTask<bool> FoldStatsAsync(CancellationToken ct)
    {
        var now = await NowAsync(ct);
        foreach (var level in (FoldLevel[])[FoldLevel.Quarters, FoldLevel.Hours, FoldLevel.Days])
            await FoldAsync(level, now, ct);
        Arg[] kept = [Arg.Of("minutes", now - MinutesKept), Arg.Of("hours", now - HoursKept)];
        await CommandAsync((session, token) => session.RunAsync(_book["DropFolded"], kept, token), ct);
        return await FoldMovesAsync(ct) >= TalliesAtOnce;
    }

    /// <inheritdoc/>
    public async ValueTask<int> AuditTalliesAsync(CancellationToken ct)
    {
        var wrong = (await ListAsync(_book["WrongTallies"], [], row => (int)row.GetInt64(0), ct))[0];
        if (wrong > 0)
            await CommandAsync((session, token) => session.RunAsync(_book["RightenTallies"], [], token), ct);
        return wrong;
    }

    private ValueTask<bool> FoldAsync(FoldLevel level, DateTimeOffset now, CancellationToken ct) => WriteAsync(async (session, token) =>
    {
        var (mark, source) = (0L, level.Number == 1 ? Micros.Of(now - Settling) : 0L);
        await session.SendAsync(Pages("LockMark", "SourceMark"), [Arg.Of("level", level.Number)], (set, row) =>
        {
            if (set == 0)
                mark = row.GetInt64(0);
            else
                source = row.GetInt64(0);
        }, token);
        var width = Micros.Of(level.Width);
        var upto = source / width * width;
        if (upto <= mark)
            return false;
        Arg[] args = [Arg.Of("level", level.Number), Arg.Of("width", level.Width), Arg.Of("since", mark), Arg.Of("upto", upto)];
        await session.SendAsync(Pages(level.Number == 1 ? "FoldMinutes" : "FoldLevel", "MoveMark"), args, null, token);
        return true;
    }, ct);

    private async ValueTask<int> FoldMovesAsync(CancellationToken ct) => await WriteAsync(async (session, token) =>
    {
        var (count, sums) = (0, new Dictionary<(string, string, string), long>());
        await session.SendAsync(Pages("TakeMoves"), [], (_, row) =>
        {
            var key = (row.GetString(0), row.GetString(1), row.GetString(2));
            sums[key] = sums.GetValueOrDefault(key) + row.GetInt64(3);
            count++;
        }, token);
        if (sums.Count == 0)
            return count;
        using var rows = new JsonRows();
        foreach (var ((org, type, status), n) in sums)
            rows.Row().Add("org", org).Add("type", type).Add("status", status).Add("n", n);
        await session.SendAsync(Pages("AddTallies"), [rows.ToArg("tallies")], null, token);
        return count;
    }, ct);
}
