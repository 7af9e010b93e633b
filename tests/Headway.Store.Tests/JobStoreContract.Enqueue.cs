using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task job_without_items_is_one_item_with_the_config_as_input()
    {
        var id = await EnqueueAsync(NewJob());
        var job = await JobAsync(id);
        Assert.True(job is { Simple: true, Planned: true, Status: JobStatus.Queued, Phase: JobPhase.Work, Generation: 1, Seq: 1 });
        Assert.Equal(new JobCounts(1, 0, 0, 0, 0, 0, 0, 0), job.Counts);
        var item = await ItemAsync(id, 1);
        Assert.True(item is { State: ItemState.Ready, Attempts: 0, Input: null, Output: null, Fault: null });
        Assert.Null(await _store.GetItemAsync(id, 0, Ct));
        Assert.Null(await _store.GetItemAsync(id, 2, Ct));
    }

    [Fact]
    public async Task job_keeps_everything_it_was_submitted_with()
    {
        var now = await _store.NowAsync(Ct);
        var submitted = NewJob(org: "acme", queue: "slow", priority: 7, name: "Fall \"import\"", createdBy: "ann@acme");
        submitted = submitted with
        {
            Job = submitted.Job with
            {
                Config = """{"model": "a", "deep": {"list": [1, 2.5, null]}}""",
                Labels = new Dictionary<string, string> { ["term"] = "2026F", ["odd \"key\""] = "ü" },
            },
        };
        var job = await JobAsync(await EnqueueAsync(submitted));
        Assert.Equal(
            ("acme", "work", "slow", 7, "Fall \"import\"", "ann@acme"),
                (job.Org, job.Type, job.Queue, job.Priority, job.Name, job.CreatedBy));
        AssertJson(submitted.Job.Config, job.Config);
        Assert.Equal(submitted.Job.Labels.OrderBy(pair => pair.Key), job.Labels.OrderBy(pair => pair.Key));
        Assert.Equal(now, job.CreatedAt);
        Assert.Equal(now, job.ActiveAt);
        Assert.True(job is { StartedAt: null, FinishedAt: null, DueAt: null, Result: null, Fault: null, Step: null });
    }

    [Fact]
    public async Task job_with_items_stores_them_in_order()
    {
        var id = await EnqueueAsync(NewJob(items: 3));
        Assert.True(await JobAsync(id) is { Simple: false, Planned: true, Counts: { Total: 3, Fresh: 3 } });
        var items = (await _store.ListItemsAsync(id, new ItemFilter(), new PageRequest(10), Ct)).Rows;
        Assert.Equal([(1, "item 1"), (2, "item 2"), (3, "item 3")], items.Select(item => (item.No, item.Name!)));
        Assert.All(items, item => Assert.True(item is { State: ItemState.Ready, Input: null }));
        AssertJson("""{"no":2}""", (await ItemAsync(id, 2)).Input);
    }

    [Fact]
    public async Task job_with_a_plan_has_a_plan_item_and_no_work_items_yet()
    {
        var id = await EnqueueAsync(NewJob(plan: true, finish: true));
        Assert.True(await JobAsync(id) is { Simple: false, Planned: false, Status: JobStatus.Queued, Counts.Total: 0, Percent: 0 });
        Assert.Equal(ItemState.Ready, (await ItemAsync(id, 0)).State);
        Assert.Equal(ItemState.Blocked, (await ItemAsync(id, 1)).State);
        Assert.Empty(await StatesAsync(id));
    }

    [Fact]
    public async Task one_item_given_or_a_finish_part_makes_a_job_that_is_not_simple()
    {
        Assert.False((await JobAsync(await EnqueueAsync(NewJob(items: 1)))).Simple);
        var id = await EnqueueAsync(NewJob(finish: true));
        Assert.True(await JobAsync(id) is { Simple: false, Planned: true, Counts: { Total: 1, Fresh: 1 } });
        Assert.Null((await ItemAsync(id, 1)).Input);
    }

    [Fact]
    public async Task many_jobs_are_accepted_together()
    {
        var jobs = Enumerable.Range(0, 1000).Select(_ => NewJob()).ToList();
        await _under.Store.EnqueueAsync(jobs, Ct);
        Assert.Equal(1000, (await _store.CountJobsAsync(null, Ct))[JobStatus.Queued]);
        Assert.NotNull(await _store.GetJobAsync(jobs[^1].Id, Ct));
    }

    [Fact]
    public async Task one_job_that_cannot_be_stored_takes_the_others_with_it()
    {
        var good = NewJob(items: 2);
        var bad = NewJob();
        bad = bad with { Job = bad.Job with { Type = null! } };
        await Assert.ThrowsAnyAsync<Exception>(async () => await _store.EnqueueAsync([good, bad], Ct));
        Assert.Null(await _store.GetJobAsync(good.Id, Ct));
        Assert.Equal(0, await _store.LastEventAsync(Ct));
    }

    [Fact]
    public async Task submitting_again_after_a_lost_answer_changes_nothing()
    {
        var job = NewJob(items: 2);
        await EnqueueAsync(job);
        await ClaimOneAsync(await SessionAsync());
        var before = await JobAsync(job.Id);
        var other = NewJob();
        await _store.EnqueueAsync([job, other], Ct);
        AssertSame(before, await JobAsync(job.Id));
        Assert.Equal(2, (await StatesAsync(job.Id)).Length);
        Assert.Equal(JobStatus.Queued, (await JobAsync(other.Id)).Status);
    }

    [Fact]
    public async Task job_due_later_is_scheduled_and_one_due_in_the_past_is_not()
    {
        var now = await _store.NowAsync(Ct);
        var later = await EnqueueAsync(NewJob(items: 1, dueAt: now.AddHours(1)));
        var past = await EnqueueAsync(NewJob(dueAt: now.AddHours(-1)));
        Assert.True(await JobAsync(later) is { Status: JobStatus.Scheduled, Seq: 1 } held && held.DueAt == now.AddHours(1));
        Assert.True(await ItemAsync(later, 1) is { State: ItemState.Scheduled } item && item.DueAt == now.AddHours(1));
        Assert.Equal(JobStatus.Queued, (await JobAsync(past)).Status);
        Assert.Equal(past, (await ClaimOneAsync(await SessionAsync())).Key.JobId);
    }

    [Fact]
    public async Task lanes_are_where_something_can_be_claimed()
    {
        var now = await _store.NowAsync(Ct);
        await EnqueueAsync(NewJob(org: "a"));
        await EnqueueAsync(NewJob(org: "a"));
        await EnqueueAsync(NewJob(org: "b", plan: true));
        await EnqueueAsync(NewJob(org: "b", type: "other"));
        await EnqueueAsync(NewJob(org: "c", queue: "elsewhere"));
        await EnqueueAsync(NewJob(org: "d", dueAt: now.AddHours(1)));
        await _store.ControlAsync(await EnqueueAsync(NewJob(org: "e")), JobControl.Pause, null, Ct);
        await _store.ControlAsync(await EnqueueAsync(NewJob(org: "f")), JobControl.Cancel, null, Ct);
        await EnqueueAsync(NewJob(org: "g"));
        await ClaimOneAsync(await SessionAsync(), new Lane("default", "work", "g"));

        Lane[] expected = [new("default", "work", "a"), new("default", "work", "b"), new("default", "other", "b")];
        Assert.Equal(expected.ToHashSet(), [.. await _store.LanesAsync(["default"], Ct)]);
        Assert.Equal([new Lane("elsewhere", "work", "c")], await _store.LanesAsync(["elsewhere", "nowhere"], Ct));
        Assert.Empty(await _store.LanesAsync([], Ct));
    }

    private static void AssertJson(string expected, string? actual)
    {
        Assert.NotNull(actual);
        var same = System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse(expected), System.Text.Json.Nodes.JsonNode.Parse(actual));
        Assert.True(same, $"expected {expected}, was {actual}");
    }

    private static void AssertSame(Job expected, Job actual)
    {
        Assert.Equal(expected.Labels.OrderBy(pair => pair.Key), actual.Labels.OrderBy(pair => pair.Key));
        Assert.Equal(expected with { Labels = actual.Labels }, actual);
    }
}
