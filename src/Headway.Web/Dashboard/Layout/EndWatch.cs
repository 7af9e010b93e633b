using Headway.Client;
using Headway.Live;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Layout;

/// <summary>
/// Tells the ends of jobs that somebody may be waiting for: those of more than one item, and those that took ten seconds or more.
/// Many ends at once are told as one.
/// </summary>
internal sealed class EndWatch(EventFeed feed, JobQueries queries, TimeProvider clock, Func<string, string, string, Task> tell)
{
    private const int LookedAt = 50;
    private const int ToldAlone = 3;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(1);
    private readonly HashSet<JobId> _told = [];

    /// <summary>Watches until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var events = feed.Subscribe();
        while (true)
        {
            var taken = await events.TakeAsync(ct);
            if (taken.Count == 0)
                return;
            var ended = await EndedAsync(taken, ct);
            foreach (var job in ended.Take(ended.Count > ToldAlone ? 0 : ToldAlone))
                await tell(Words.NameOf(job), Said(job), $"jobs/{job.Id}");
            if (ended.Count > ToldAlone)
                await tell($"{ended.Count} jobs have ended", $"{ended.Count(IsBad)} of them with failures.", "jobs");
            await Task.Delay(Pace, clock, ct);
        }
    }

    private async Task<List<Job>> EndedAsync(IReadOnlyList<JobEvent> events, CancellationToken ct)
    {
        var ended = new List<Job>();
        var changed = events.Where(one => one.Kind is JobEventKind.Finished or JobEventKind.Reaped)
            .SelectMany(one => one.Jobs).Select(job => job.JobId).Distinct().Where(id => !_told.Contains(id)).TakeLast(LookedAt);
        try
        {
            var now = await queries.NowAsync(ct);
            foreach (var id in changed.ToList())
            {
                if (await queries.GetJobAsync(id, ct) is { FinishedAt: { } at } job && now - at < JustNow && IsWorthTelling(job, at))
                    ended.Add(job);
            }
        }
        catch (StoreUnavailableException)
        {
            return ended; // what ended meanwhile is on the pages; a late notification is of no use
        }

        _told.UnionWith(ended.Select(job => job.Id));
        return ended;
    }

    private static bool IsWorthTelling(Job job, DateTimeOffset at) =>
        job.Counts.Total > 1 || at - (job.StartedAt ?? job.CreatedAt) >= WorthTelling;

    private static bool IsBad(Job job) => job.Status == JobStatus.Failed || job.Counts.Failed > 0;

    private static string Said(Job job) =>
        $"{Words.Of(job).Label}: {Words.Count(job.Counts.Completed)} of {Words.Count(job.Counts.Total)} done"
        + (job.Counts.Failed > 0 ? $", {Words.Count(job.Counts.Failed)} failed." : ".");
}
