using Headway.Client;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the page of schedules shows.</summary>
/// <param name="Rows">Schedules by name, with what they did and will do.</param>
/// <param name="Next">Place of the next page; null on the last.</param>
/// <param name="Now">The store's time when this was read.</param>
public sealed record SchedulesView(IReadOnlyList<ScheduleRow> Rows, string? Next, DateTimeOffset Now)
{
    private const int PageRows = 25;
    private const int FiresShown = 30;
    private const int NextShown = 5;

    internal static async ValueTask<SchedulesView> ReadAsync(
        ScheduleClient schedules, JobQueries queries, string? after, CancellationToken ct)
    {
        var page = await ListAsync(schedules, after, ct);
        var rows = new List<ScheduleRow>();
        foreach (var schedule in page.Rows)
        {
            var fires = await schedules.ListFiresAsync(schedule.Id, new PageRequest(FiresShown), ct);
            var next = schedule.NextAt is null ? [] : await schedules.NextAsync(schedule.Timing, NextShown, ct);
            rows.Add(new ScheduleRow(schedule, fires.Rows, next));
        }

        return new SchedulesView(rows, page.Next, await queries.NowAsync(ct));
    }

    private static async ValueTask<Page<Schedule>> ListAsync(ScheduleClient schedules, string? after, CancellationToken ct)
    {
        try
        {
            return await schedules.ListAsync(null, new PageRequest(PageRows, after), ct);
        }
        catch (ArgumentException) when (after is not null)
        {
            return await schedules.ListAsync(null, new PageRequest(PageRows), ct); // a place that somebody typed
        }
    }
}
