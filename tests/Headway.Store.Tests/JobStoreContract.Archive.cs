using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IArchiveStore Archives => (IArchiveStore)_under.Store;

    [Fact]
    public async Task kept_job_is_not_deleted_until_it_is_let_go()
    {
        var id = await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync());

        Assert.Equal(ControlResult.Done, await Archives.KeepAsync(id, true, "ann", Ct));
        var kept = await JobAsync(id);
        Assert.Equal(ControlResult.Done, await Archives.KeepAsync(id, true, "ann", Ct));
        Assert.Empty(await Archives.DeleteAsync([new Departure(id, kept.Seq, null)], "ann", Ct));
        Assert.Equal(ControlResult.Done, await Archives.KeepAsync(id, false, "bob", Ct));
        var job = await JobAsync(id);

        Assert.Equal((true, false, kept.Seq + 1), (kept.Kept, job.Kept, job.Seq));
        Assert.Equal(
            [(JobEventKind.Enqueued, null), (JobEventKind.Kept, "ann"), (JobEventKind.LetGo, "bob")],
            (await _store.ListHistoryAsync(id, Ct)).Select(e => (e.Kind, e.Actor)));
        Assert.Equal([id], await Archives.DeleteAsync([new Departure(id, job.Seq, null)], "bob", Ct));
        Assert.Equal(ControlResult.NotFound, await Archives.KeepAsync(id, true, null, Ct));
    }

    [Fact]
    public async Task only_ended_unchanged_jobs_without_claims_are_deleted()
    {
        var open = await EnqueueAsync(NewJob());
        var running = await EnqueueAsync(NewJob(type: "other"));
        var done = await EnqueueAsync(NewJob(type: "third", items: 3));
        var changed = await EnqueueAsync(NewJob(type: "third"));
        var session = await SessionAsync();
        await WorkOffAsync(session, lane: new Lane("default", "third", Orgs.Default));
        await ClaimOneAsync(session, new Lane("default", "other", Orgs.Default));
        await _store.ControlAsync(running, JobControl.Cancel, null, Ct);
        var departures = new List<Departure>();
        foreach (var id in (JobId[])[open, running, done, changed, _ids.NextJob()])
            departures.Add(new Departure(id, (await _store.GetJobAsync(id, Ct))?.Seq ?? 1, null));
        departures[3] = departures[3] with { Seq = departures[3].Seq - 1 };

        Assert.Equal([done], await Archives.DeleteAsync(departures, null, Ct));

        Assert.Null(await _store.GetJobAsync(done, Ct));
        Assert.Empty((await _store.ListItemsAsync(done, new ItemFilter(), new PageRequest(10), Ct)).Rows);
        foreach (var id in (JobId[])[open, running, changed])
            Assert.NotNull(await _store.GetJobAsync(id, Ct));
        while (await Archives.PurgeAsync(2, Ct) is var rows && rows > 0)
            Assert.InRange(rows, 1, 2);
        var count = Assert.Single(await Archives.ListPrunedAsync(DateTimeOffset.UnixEpoch, Ct));
        Assert.Equal((Orgs.Default, "third", 1, 3, 0), (count.Org, count.Type, count.Jobs, count.Items, count.Archived));
        Assert.Equal(JobEventKind.Deleted, (await _store.ReadEventsAsync(0, 1000, Ct))[^1].Kind);
    }

    [Fact]
    public async Task deleted_job_comes_back_as_it_was()
    {
        var id = await EnqueueAsync(NewJob(plan: true, finish: true, chunk: 2, name: "Ünï \"quoted\"", createdBy: "ann"));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 5), Ct);
        await FinishAsync(plan);
        await FinishAsync(Ended(await ClaimOneAsync(session), no => no == 1 ? ItemState.Failed : ItemState.Skipped));
        await _store.ReleaseAsync([(await ClaimOneAsync(session)).Key], Ct);
        await WorkOffAsync(session);
        await _store.RetryItemAsync(id, 1, "bob", Ct);
        await WorkOffAsync(session);
        var (job, items, attempts, history) = await WholeAsync(id);
        var lines = await LinesAsync(id);
        var place = new ArchivePlace("2026/01/jobs.jsonl.gz", 17, 4);

        Assert.Equal(ControlResult.Refused, await Archives.RestoreAsync(id, Again(lines), null, Ct));
        Assert.Equal([id], await Archives.DeleteAsync([new Departure(id, job.Seq, place)], null, Ct));
        var entry = await Archives.GetArchivedAsync(id, Ct);
        Assert.Equal(ControlResult.Done, await Archives.RestoreAsync(id, Again(lines), "eve", Ct));

        Assert.Equal((job.Name, job.Status, 5, place, job.FinishedAt),
            (entry!.Name, entry.Status, entry.Items, entry.Place, entry.FinishedAt));
        var again = await WholeAsync(id);
        AssertSame(job with { Seq = job.Seq + 2 }, again.Job);
        Assert.Equal(items, again.Items);
        Assert.Equal(attempts, again.Attempts);
        Assert.Equal(history.Select(e => e.Kind).Append(JobEventKind.Restored), again.History.Select(e => e.Kind));
        Assert.Null(await Archives.GetArchivedAsync(id, Ct));
        await _store.RetryItemAsync(id, 2, "bob", Ct);
    }

    [Fact]
    public async Task archive_is_listed_newest_first_and_searched()
    {
        var ids = new List<JobId>();
        foreach (var name in (string?[])["Autumn 50%", "Spring", null])
            ids.Insert(0, await EnqueueAsync(NewJob(name: name)));
        await WorkOffAsync(await SessionAsync());
        foreach (var job in await Archives.ScanAsync(null, 10, Ct))
            await Archives.DeleteAsync([new Departure(job.Id, job.Seq, new ArchivePlace("f", 0, 1))], null, Ct);

        var first = await Archives.ListArchivedAsync(null, new PageRequest(2), Ct);
        var second = await Archives.ListArchivedAsync(null, new PageRequest(2, first.Next), Ct);

        Assert.Equal(ids, first.Rows.Concat(second.Rows).Select(job => job.Id));
        Assert.Null(second.Next);
        Assert.Equal([ids[2]], (await Archives.ListArchivedAsync("50%", new PageRequest(5), Ct)).Rows.Select(job => job.Id));
        Assert.Null(await Archives.GetArchivedAsync(_ids.NextJob(), Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
            await Archives.ListArchivedAsync(null, new PageRequest(2, "x"), Ct));
    }

    [Fact]
    public async Task jobs_are_scanned_oldest_first_with_what_a_policy_asks()
    {
        var first = await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync());
        var second = await EnqueueAsync(NewJob(type: "other"));

        var page = Assert.Single(await Archives.ScanAsync(null, 1, Ct));
        var next = Assert.Single(await Archives.ScanAsync(page.Id, 5, Ct));

        var job = await JobAsync(first);
        Assert.Equal(new ScannedJob(first, "work", JobStatus.Completed, false, job.Seq, job.CreatedAt, job.FinishedAt), page);
        Assert.Equal((second, "other", JobStatus.Queued, null), (next.Id, next.Type, next.Status, next.FinishedAt));
    }

    [Fact]
    public async Task rules_replace_each_other()
    {
        RetentionRule[] rules =
        [
            new() { Age = TimeSpan.FromDays(90) },
            new() { Type = "work", Status = JobStatus.Failed, Age = null, Archive = false },
            new() { Status = JobStatus.Completed, Age = TimeSpan.Zero, AtStart = true },
        ];
        Assert.Empty(await Archives.ListRulesAsync(Ct));
        await Archives.SetRulesAsync(rules, Ct);
        Assert.Equal(rules.OrderBy(rule => rule.Age), (await Archives.ListRulesAsync(Ct)).OrderBy(rule => rule.Age));
        await Archives.SetRulesAsync(rules[..1], Ct);
        Assert.Equal(rules[..1], await Archives.ListRulesAsync(Ct));
    }

    [Fact]
    public async Task duty_is_one_holders_until_it_ends_or_its_time_is_over()
    {
        var (one, two) = (_ids.NextCall(), _ids.NextCall());
        var (lease, every) = (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10));

        Assert.Null(await Archives.DutyRanAsync("prune", Ct));
        Assert.True(await Archives.TakeDutyAsync("prune", one, lease, every, Ct));
        Assert.False(await Archives.TakeDutyAsync("prune", two, lease, every, Ct));
        Assert.True(await Archives.TakeDutyAsync("other", two, lease, every, Ct));
        Assert.True(await Archives.TakeDutyAsync("prune", one, lease, every, Ct));
        await AdvanceAsync(lease);
        Assert.True(await Archives.TakeDutyAsync("prune", two, lease, every, Ct));
        Assert.False(await Archives.TakeDutyAsync("prune", one, lease, every, Ct));
        await Archives.EndDutyAsync("prune", one, Ct);
        Assert.Null(await Archives.DutyRanAsync("prune", Ct));
        await Archives.EndDutyAsync("prune", two, Ct);
        Assert.Equal(await _store.NowAsync(Ct), await Archives.DutyRanAsync("prune", Ct));
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.False(await Archives.TakeDutyAsync("prune", one, lease, every, Ct));
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.True(await Archives.TakeDutyAsync("prune", one, lease, every, Ct));
    }

    private async ValueTask<(Job Job, IReadOnlyList<Item> Items, IReadOnlyList<Attempt> Attempts, IReadOnlyList<JobEvent> History)>
        WholeAsync(JobId id)
    {
        var job = await JobAsync(id);
        return (job, await Exports.ReadItemsAsync(id, new ItemFilter(), 1, job.Counts.Total, Ct),
            await Exports.ReadAttemptsAsync(id, 0, job.Counts.Total + 1, Ct), await _store.ListHistoryAsync(id, Ct));
    }

    private async ValueTask<List<string>> LinesAsync(JobId id)
    {
        var lines = new List<string>();
        await foreach (var line in Archives.DumpAsync(id, Ct))
            lines.Add(line);
        return lines;
    }

    private static async IAsyncEnumerable<string> Again(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            yield return line;
        await ValueTask.CompletedTask;
    }
}
