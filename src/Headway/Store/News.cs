using Headway.Model;

namespace Headway.Store;

/// <summary>What those that have ended come to for one job that waited for them.</summary>
/// <param name="Waiting">Which.</param>
/// <param name="Begins">So many fewer are to end before it may begin.</param>
/// <param name="Ends">So many fewer children are to end before it may.</param>
/// <param name="Verdict">What becomes of it at once: it fails or is cancelled; null: it goes on.</param>
/// <param name="Fault">Why it failed, or will when its children have ended; null where nothing went wrong.</param>
public sealed record News(JobId Waiting, int Begins, int Ends, FailurePolicy? Verdict, Fault? Fault)
{
    /// <summary>Puts together what is to be told, job by job. Failing goes before being cancelled, a lesser id before a greater.</summary>
    public static IReadOnlyList<News> Of(IEnumerable<Ended> ended) =>
        [.. ended.GroupBy(one => one.Waiting).OrderBy(group => group.Key).Select(Of)];

    private static News Of(IGrouping<JobId, Ended> group)
    {
        var bad = group.Where(one => one.Verdict != FailurePolicy.Ignore).OrderBy(one => one.Verdict).ThenBy(one => one.Job).ToList();
        var worst = bad.FirstOrDefault(one => !one.IsChild);
        return new News(
            group.Key, group.Count(one => !one.IsChild), group.Count(one => one.IsChild), worst?.Verdict,
            (worst ?? bad.FirstOrDefault())?.Fault);
    }
}
