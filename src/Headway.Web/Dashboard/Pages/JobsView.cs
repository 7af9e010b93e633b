using Headway.Client;
using Headway.Model;
using Headway.Stats;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the list of jobs shows.</summary>
/// <param name="Page">The jobs.</param>
/// <param name="Tallies">Jobs by type and status, of all there are.</param>
/// <param name="Outlooks">When those that are open will end.</param>
public sealed record JobsView(Page<Job> Page, IReadOnlyList<JobTally> Tallies, IReadOnlyDictionary<JobId, Outlook> Outlooks)
{
    private const int Rows = 50;

    internal static async ValueTask<JobsView> ReadAsync(
        JobQueries queries, StatsQueries stats, JobFilter? filter, string? after, CancellationToken ct)
    {
        var page = filter is null ? new Page<Job>([], null) : await PageAsync(queries, filter, after, ct);
        return new JobsView(page, await stats.TallyJobsAsync(null, ct), await stats.OutlooksAsync(page.Rows, ct));
    }

    /// <summary>The same without what jobs carry, but of those that may be opened.</summary>
    internal JobsView For(Func<Job, bool> mayOpen) => this with
    {
        Page = Page with { Rows = [.. Page.Rows.Select(job => mayOpen(job) ? job : job with { Config = "{}", Result = null })] },
    };

    /// <summary>Jobs of some types by status; of all types where null.</summary>
    internal IReadOnlyDictionary<JobStatus, long> CountsOf(IReadOnlyCollection<string>? types) =>
        Tallies.Where(tally => types is null || types.Contains(tally.Type)).GroupBy(tally => tally.Status)
            .ToDictionary(group => group.Key, group => group.Sum(tally => tally.Count));

    private static async ValueTask<Page<Job>> PageAsync(JobQueries queries, JobFilter filter, string? after, CancellationToken ct)
    {
        try
        {
            return await queries.ListJobsAsync(filter, new PageRequest(Rows, after), ct);
        }
        catch (ArgumentException) when (after is not null)
        {
            return await queries.ListJobsAsync(filter, new PageRequest(Rows), ct); // a place that somebody typed: from the start
        }
    }
}
