using Headway.Client;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the list of jobs shows.</summary>
/// <param name="Page">The jobs.</param>
/// <param name="Counts">Jobs by status, of all types.</param>
public sealed record JobsView(Page<Job> Page, IReadOnlyDictionary<JobStatus, long> Counts)
{
    private const int Rows = 50;

    internal static async ValueTask<JobsView> ReadAsync(JobQueries queries, JobFilter filter, string? after, CancellationToken ct) =>
        new(await PageAsync(queries, filter, after, ct), await queries.CountJobsAsync(null, ct));

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
