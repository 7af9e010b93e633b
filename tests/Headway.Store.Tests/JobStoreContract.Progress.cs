using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task progress_of_a_simple_job_shows_on_the_job_and_its_item()
    {
        var id = await EnqueueAsync(NewJob());
        var chunk = await ClaimOneAsync(await SessionAsync());
        await _store.ReportAsync([new ProgressReport(chunk.Key, 1, 40, "Generating splits")], Ct);
        Assert.True(await JobAsync(id) is { Step: "Generating splits", StepPercent: 40, Percent: 40 });
        Assert.True(await ItemAsync(id, 1) is { Step: "Generating splits", StepPercent: 40 });
        await _store.ReportAsync([new ProgressReport(chunk.Key, 1, 41.5, null)], Ct);
        Assert.True(await JobAsync(id) is { Step: "Generating splits", StepPercent: 41.5 });
        await _store.ReportAsync([new ProgressReport(chunk.Key, 1, null, "Writing")], Ct);
        Assert.True(await JobAsync(id) is { Step: "Writing", StepPercent: 41.5 });
        Assert.True(await FinishAsync(chunk));
        Assert.True(await JobAsync(id) is { Step: null, StepPercent: null, Percent: 100 });
        Assert.True(await ItemAsync(id, 1) is { Step: null, StepPercent: null });
    }

    [Fact]
    public async Task progress_of_one_of_many_items_gives_the_job_words_but_no_share()
    {
        var id = await EnqueueAsync(NewJob(items: 3, chunk: 2));
        var chunk = await ClaimOneAsync(await SessionAsync());
        await _store.ReportAsync([new ProgressReport(chunk.Key, 2, 50, "Reading item 2")], Ct);
        Assert.True(await JobAsync(id) is { Step: "Reading item 2", StepPercent: null, Percent: 0 });
        Assert.True(await ItemAsync(id, 2) is { Step: "Reading item 2", StepPercent: 50 });
        Assert.True(await ItemAsync(id, 1) is { Step: null, StepPercent: null });
    }

    [Fact]
    public async Task plan_may_say_what_it_does()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        var chunk = await ClaimOneAsync(await SessionAsync());
        await _store.ReportAsync([new ProgressReport(chunk.Key, 0, null, "Counting topics")], Ct);
        Assert.Equal("Counting topics", (await JobAsync(id)).Step);
        await _store.ReleaseAsync([chunk.Key], Ct);
        Assert.Null((await JobAsync(id)).Step);
    }

    [Fact]
    public async Task words_of_one_attempt_do_not_outlive_it()
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        await _store.ReportAsync([new ProgressReport(chunk.Key, 1, 90, "Almost")], Ct);
        await _store.ReleaseAsync([chunk.Key], Ct);
        Assert.True(await JobAsync(id) is { Step: null, StepPercent: null, Percent: 0 });
        await ClaimOneAsync(session);
        Assert.True(await ItemAsync(id, 1) is { Step: null, StepPercent: null });
    }

    [Fact]
    public async Task reports_of_lost_claims_and_ended_jobs_are_passed_over()
    {
        var lost = await EnqueueAsync(NewJob());
        var cancelled = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var a = await ClaimOneAsync(session);
        var b = await ClaimOneAsync(session);
        await _store.ReleaseAsync([a.Key], Ct);
        await _store.ControlAsync(cancelled, JobControl.Cancel, null, Ct);
        Job[] before = [await JobAsync(lost), await JobAsync(cancelled)];
        await _store.ReportAsync([new ProgressReport(a.Key, 1, 1, "no"), new ProgressReport(b.Key, 1, 1, "no")], Ct);
        AssertSame(before[0], await JobAsync(lost));
        AssertSame(before[1], await JobAsync(cancelled));
        await _store.ReportAsync([], Ct);
    }

    [Fact]
    public async Task many_reports_of_a_job_are_one_change()
    {
        var id = await EnqueueAsync(NewJob(items: 4, chunk: 2));
        var chunks = await ClaimAsync(await SessionAsync(), max: 2);
        var seq = (await JobAsync(id)).Seq;
        await _store.ReportAsync(
            [.. chunks.SelectMany(chunk => chunk.Items.Select(item => new ProgressReport(chunk.Key, item.No, 10 * item.No, null)))], Ct);
        Assert.Equal(seq + 1, (await JobAsync(id)).Seq);
        var items = (await _store.ListItemsAsync(id, new ItemFilter(), new PageRequest(10), Ct)).Rows;
        Assert.Equal([10, 20, 30, 40], items.Select(item => item.StepPercent!.Value));
    }
}
