using System.Globalization;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Headway.Web.Dashboard.Pages;
using Headway.Web.Dashboard.Skills;

namespace Headway.Web.Dashboard.OneJob;

/// <summary>Reads what the page of a job shows; what it costs does not grow with the job.</summary>
internal sealed class JobReads(JobQueries queries, JobInspection inspection, StatsQueries stats, JobTypeRegistry types)
{
    /// <summary>Up to so many items a job's cells come with the page, and its items are read at once.</summary>
    public const int Small = 1000;

    private const int Rows = 50;
    private const int MostBars = 200;
    private const int LogRows = 300;
    private const int LogLooks = 6;
    private const int MostFaults = 50_000;
    private const int StateWindows = 3;

    /// <summary>Reads the job, and of its parts the one that is open.</summary>
    public async ValueTask<JobSnapshot> ReadAsync(JobPlace place, SkillTally tally, CancellationToken ct)
    {
        if (!JobId.TryParse(place.Id, null, out var id) || await queries.GetJobAsync(id, ct) is not { } job)
            return new JobSnapshot { Job = null };
        var now = await queries.NowAsync(ct);
        var whole = new JobSnapshot
        {
            Job = job,
            Now = now,
            Outlook = (await stats.OutlooksAsync([job], ct)).GetValueOrDefault(id),
            Why = IsWaiting(job) && await stats.WhyAsync(id, ct) is { } why ? why : [],
            Item = place.Item is { } no ? await queries.GetItemAsync(id, no, ct) : null,
            Attempts = place.Item is { } of ? await queries.ListAttemptsAsync(id, of, ct) : [],
        };
        return place.Tab switch
        {
            "timeline" => whole with { Timeline = await TimelineAsync(job, place, now, ct) },
            "log" => whole with { Log = await LogAsync(id, place, ct) },
            "errors" => whole with { Faults = await FaultsAsync(id, ct) },
            "history" => whole with { History = HistoryOf(job, await queries.ListHistoryAsync(id, ct)) },
            "skills" => whole with { Skills = await SkillsAsync(id, tally, ct) },
            "data" => whole,
            _ => await ItemsAsync(whole, job, place, ct),
        };
    }

    /// <summary>Numbers of the items that failed for good with this code, by number.</summary>
    public async ValueTask<IReadOnlyList<int>> FailedWithAsync(JobId id, string code, int atMost, CancellationToken ct)
    {
        var found = new List<int>();
        string? after = null;
        do
        {
            var page = await queries.ListItemsAsync(
                id, new ItemFilter { States = [ItemState.Failed, ItemState.Quarantined] }, new PageRequest(Small, after), ct);
            found.AddRange(page.Rows.Where(item => item.Fault?.Code == code).Select(item => item.No));
            after = page.Next;
        }
        while (after is not null && found.Count < atMost);
        return [.. found.Take(atMost)];
    }

    private static bool IsWaiting(Job job) =>
        job.Phase != JobPhase.Final && job is not { Counts.Running: > 0, Control: JobControl.Run } && job.Status != JobStatus.Preparing;

    private async ValueTask<JobSnapshot> ItemsAsync(JobSnapshot whole, Job job, JobPlace place, CancellationToken ct)
    {
        if (job.Counts.Total > Small)
            return whole with { Items = await WindowAsync(job, place, ct) };
        var all = (await queries.ListItemsAsync(job.Id, new ItemFilter(), new PageRequest(Small), ct)).Rows;
        var fitting = all.Where(item => item.No > place.After && (place.States.Count == 0 || place.States.Contains(item.State)))
            .Take(Rows + 1).ToList();
        var list = fitting.Count > Rows ? new ItemList(fitting[..Rows], fitting[Rows - 1].No, null) : new ItemList(fitting, null, null);
        return whole with { Items = list, Heat = HeatLetters.Of(all) };
    }

    /// <summary>
    /// Items of a large job. Without a filter a page is read by its key. With one the states of some hundred thousand items are looked
    /// through for those that fit: what a page costs does not depend on how rare they are.
    /// </summary>
    private async ValueTask<ItemList> WindowAsync(Job job, JobPlace place, CancellationToken ct)
    {
        if (place.States.Count == 0)
        {
            var after = place.After == 0 ? null : place.After.ToString(CultureInfo.InvariantCulture);
            var page = await queries.ListItemsAsync(job.Id, new ItemFilter(), new PageRequest(Rows, after), ct);
            return new ItemList(page.Rows, page.Next is null ? null : page.Rows[^1].No, null);
        }

        var (rows, first, last) = (new List<Item>(), place.After + 1, 0);
        for (var i = 0; i < StateWindows && rows.Count < Rows && first <= job.Counts.Total; i++, first = last + 1)
        {
            last = Math.Min(job.Counts.Total, first + IInspectStore.MostStates - 1);
            foreach (var run in await inspection.ReadStatesAsync(job.Id, first, last, ct))
            {
                for (var no = run.First; no <= run.Last && rows.Count < Rows && place.States.Contains(run.State); no++)
                {
                    if (await queries.GetItemAsync(job.Id, no, ct) is { } item)
                        rows.Add(item with { Input = null, Output = null });
                }
            }
        }

        return rows.Count == Rows ? new ItemList(rows, rows[^1].No, null)
            : last < job.Counts.Total ? new ItemList(rows, last, last) : new ItemList(rows, null, null);
    }

    private async ValueTask<Waterfall> TimelineAsync(Job job, JobPlace place, DateTimeOffset now, CancellationToken ct)
    {
        var first = place.After;
        var last = (int)Math.Min(job.Counts.Total + 1L, first + 999L);
        var attempts = await inspection.ReadAttemptsAsync(job.Id, first, last, ct);
        var running = await RunningAsync(job.Id, Math.Max(1, first), last, ct);
        return Waterfall.Of(job, attempts, running, now, MostBars) with { From = first, To = last };
    }

    private async ValueTask<IReadOnlyList<Item>> RunningAsync(JobId id, int first, int last, CancellationToken ct)
    {
        var items = new List<Item>();
        foreach (var run in (await inspection.ReadStatesAsync(id, first, last, ct)).Where(run => run.State == ItemState.Running))
        {
            for (var no = run.First; no <= run.Last && items.Count < MostBars; no++)
            {
                if (await queries.GetItemAsync(id, no, ct) is { } item)
                    items.Add(item);
            }
        }

        return items;
    }

    private async ValueTask<LogView> LogAsync(JobId id, JobPlace place, CancellationToken ct)
    {
        var filter = new LogFilter { Level = place.Level, No = place.Of };
        var (found, looked, before) = (new List<LogLine>(), 0, place.Before ?? long.MaxValue);
        for (var i = 0; i < LogLooks; i++)
        {
            var lines = await inspection.ReadLogBackAsync(id, filter, before, LogRows, ct);
            looked += lines.Count;
            found.InsertRange(0, lines.Where(line => Fits(line, place.Text)));
            if (lines.Count < LogRows)
                return new LogView(found, null, looked);
            before = lines[0].Id;
            if (found.Count >= LogRows || place.Text is null)
                break;
        }

        return new LogView(found, before, looked);
    }

    private static bool Fits(LogLine line, string? text) =>
        text is null || line.Message.Contains(text, StringComparison.OrdinalIgnoreCase)
        || line.Exception?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private async ValueTask<FaultList> FaultsAsync(JobId id, CancellationToken ct)
    {
        var groups = await inspection.GroupFaultsAsync(id, MostFaults, ct);
        return new FaultList(groups, groups.Sum(group => (long)group.Times) < MostFaults);
    }

    private async ValueTask<SkillRanking> SkillsAsync(JobId id, SkillTally tally, CancellationToken ct)
    {
        var all = await queries.ListItemsAsync(id, new ItemFilter(), new PageRequest(Small), ct);
        return await tally.GlanceAsync(queries, id, all.Rows, ct);
    }

    private IReadOnlyList<HistoryLine> HistoryOf(Job job, IReadOnlyList<JobEvent> events)
    {
        var lines = events.Select(one => new HistoryLine(one.At, Words.Of(one.Kind), one.Actor, Words.IconOf(one.Kind), "")).ToList();
        if (events.All(one => one.Kind != JobEventKind.Enqueued))
            lines.Add(new HistoryLine(job.CreatedAt, "Accepted", job.CreatedBy, "jobs", ""));
        if (job.DueAt is { } due && due > job.CreatedAt && (job.StartedAt ?? due) >= due)
            lines.Add(new HistoryLine(due, "Due", null, "calendar", ""));
        if (job.StartedAt is { } started)
            lines.Add(new HistoryLine(started, "First part claimed by a worker", null, "play", "run"));
        if (job.FinishedAt is { } finished && job.Status != JobStatus.Cancelled)
        {
            var look = Words.Of(job);
            var type = types.TryGet(job.Type, out var known) && known.HasFinish ? ", result put together" : "";
            lines.Add(new HistoryLine(finished, look.Label + type, null, look.Icon, look.Tone));
        }

        return [.. lines.OrderBy(line => line.At)];
    }
}
