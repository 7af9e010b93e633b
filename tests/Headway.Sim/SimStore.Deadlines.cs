using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Time limits of jobs.</summary>
public sealed partial class SimStore : ITimeLimitStore
{
    private const int MostEnded = 100;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JobId>> EndOverdueAsync(CancellationToken ct) => RunAsync<IReadOnlyList<JobId>>(() =>
    {
        var overdue = _jobs.Values.Where(job => job.IsOverdue(Now)).OrderBy(job => job.Deadline).Take(MostEnded).ToList();
        foreach (var job in overdue)
        {
            job.Overrun(Now);
            NoteError(job, TimeRule.Overran(job.TimeLimit), 1, 1);
            Touch(job);
            Commit(JobEventKind.TimedOut);
        }

        return [.. overdue.Select(job => job.Id)];
    }, ct);
}
