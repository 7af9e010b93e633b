using Headway.Data;
using Headway.Machine;
using Headway.Model;

namespace Headway.Store;

/// <summary>Time limits of jobs.</summary>
public sealed partial class SqlJobStore : ITimeLimitStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JobId>> EndOverdueAsync(CancellationToken ct)
    {
        var overdue = await ListAsync(
            _book["OverdueJobs"], [], row => (Id: new JobId(row.GetGuid(0)), Limit: row.IsDBNull(1) ? (long?)null : row.GetInt64(1)), ct);
        var ended = new List<JobId>();
        foreach (var (id, limit) in overdue)
        {
            if (await EndOverdueAsync(id, Micros.ToSpan(limit ?? 0), ct))
                ended.Add(id);
        }

        return ended;
    }

    /// <summary>Ends one job, where that still holds of it; one that has ended or is gone only loses its deadline.</summary>
    private ValueTask<bool> EndOverdueAsync(JobId id, TimeSpan limit, CancellationToken ct) => WriteAsync(async (session, token) =>
    {
        var fault = TimeRule.Overran(limit);
        using var errors = new ErrorRows();
        errors.Add(id, fault);
        Arg[] args = [Id(id), Arg.Of("fault", Rows.Json(fault)), errors.ToArg()];
        var overdue = false;
        await session.SendAsync(Pages("LockJob", "IsOverdue"), args, (set, _) => overdue |= set == 1, token);
        string[] ends = overdue ? ["OverrunEvent", "OverrunHistory", "WriteJobErrors", "OverrunJob"] : [];
        await session.SendAsync(Pages([.. ends, "DropDeadline"]), args, null, token);
        return overdue;
    }, ct);

    private static bool IsTimed(EnqueuedJob job) => job.TimeLimit is not null;

    private static Arg TimeLimitRows(IReadOnlyList<EnqueuedJob> jobs)
    {
        using var rows = new JsonRows();
        foreach (var job in jobs.Where(IsTimed))
            rows.Row().Add("id", job.Id).Add("time_limit", job.TimeLimit!.Value.Ticks / TimeSpan.TicksPerMicrosecond);
        return rows.ToArg("time_limits");
    }
}
