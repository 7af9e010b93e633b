using System.Globalization;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Attempts over all jobs.</summary>
public sealed partial class SimStore : IAttemptStore
{
    /// <inheritdoc/>
    public ValueTask<Page<AttemptLine>> ListEndedAsync(AttemptFilter filter, PageRequest page, CancellationToken ct)
    {
        var skip = page.After is null ? 0
            : int.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw BadPage();
        return RunAsync(() =>
        {
            // The n-th from the earliest on is a place that later attempts do not move.
            var rows = _jobs.Values.Where(job => Fits(job, filter))
                .SelectMany(job => job.AllAttempts().Select(row => (job, row.Place, row.Attempt)))
                .Where(row => Fits(row.Attempt, filter))
                .OrderBy(row => row.Attempt.EndedAt).ThenBy(row => row.job.Id).ThenBy(row => row.Place)
                .ThenBy(row => row.Attempt.Generation).ThenBy(row => row.Attempt.Number).ToList();
            var last = page.After is null ? rows.Count : Math.Min(skip, rows.Count);
            var first = Math.Max(0, last - page.Limit);
            var lines = rows[first..last]
                .Select(row => new AttemptLine(row.Attempt, row.job.Lane.Type, row.job.Accepted.Job.Name)).Reverse();
            return new Page<AttemptLine>([.. lines], first > 0 ? first.ToString(CultureInfo.InvariantCulture) : null);
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunningChunk>> ListRunningAsync(AttemptFilter filter, int limit, CancellationToken ct) =>
        RunAsync<IReadOnlyList<RunningChunk>>(
            () =>
            [
                .. _jobs.Values.Where(job => Fits(job, filter)).SelectMany(job => job.Claims.Values.Select(claim => Running(job, claim)))
                    .OrderByDescending(chunk => chunk.StartedAt).ThenByDescending(chunk => chunk.JobId)
                    .ThenByDescending(chunk => chunk.First).Take(limit),
            ], ct);

    private RunningChunk Running(SimJob job, SimClaim claim)
    {
        var alone = claim.Count == 1 ? job.Find(claim.Key.Lo) : null;
        return new RunningChunk
        {
            JobId = job.Id,
            Type = job.Lane.Type,
            JobName = job.Accepted.Job.Name,
            Kind = claim.Chunk.Kind,
            First = claim.Key.Lo,
            Last = claim.Key.Hi,
            Number = claim.Number,
            Session = claim.Session,
            Worker = _sessions.Find(session => session.Id == claim.Session)?.Worker,
            StartedAt = claim.TakenAt,
            Step = alone?.Step,
            StepPercent = alone?.StepPercent,
        };
    }

    private static bool Fits(SimJob job, AttemptFilter filter) =>
        (filter.Org is null || job.Lane.Org == filter.Org)
        && (string.IsNullOrEmpty(filter.Text) || job.Lane.Type.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)
            || job.Accepted.Job.Name?.Contains(filter.Text, StringComparison.OrdinalIgnoreCase) == true);

    private static bool Fits(Attempt attempt, AttemptFilter filter) =>
        (filter.From is null || attempt.EndedAt >= filter.From) && (filter.To is null || attempt.EndedAt < filter.To)
        && filter.Succeeded switch
        {
            true => attempt.Outcome == AttemptOutcome.Completed,
            false => attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.Lost,
            null => true,
        };
}
