using System.Diagnostics.CodeAnalysis;
using Headway.Bulk;
using Headway.Client;
using Headway.Model;
using Headway.Sim;
using Headway.Store;
using Headway.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Tests.Bulk;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class BulkTests
{
    [Fact]
    public async Task all_jobs_of_a_filter_are_cancelled_by_a_job_that_counts_them()
    {
        await using var bench = await StartAsync();
        var later = bench.Clock.GetUtcNow().AddDays(1);
        var ids = await bench.Client.EnqueueManyAsync(
            [.. Enumerable.Range(0, 700).Select(no => new NewJob { Type = "numbers.double", Name = $"wave {no % 2}", DueAt = later })]);
        var bulk = bench.Ask<BulkClient>();
        var filter = new JobFilter { Search = "wave 1" };

        Assert.Equal((350, false), await bulk.CountAsync(filter, default));
        var id = await bulk.SubmitAsync(BulkVerb.Cancel, filter, "ann", default);
        var job = await bench.UntilFinalAsync(id);

        Assert.Equal((JobStatus.Completed, 350, 350), (job.Status, job.Counts.Total, job.Counts.Completed));
        var statuses = await bench.Store.CountJobsAsync(null, default);
        Assert.Equal((350, 350), (statuses[JobStatus.Cancelled], statuses[JobStatus.Scheduled]));
        Assert.Equal("ann", (await bench.Store.ListHistoryAsync(ids[1], default))[^1].Actor);
    }

    [Fact]
    public async Task open_jobs_of_a_filter_get_another_priority_by_a_job_that_counts_them()
    {
        await using var bench = await StartAsync();
        var later = bench.Clock.GetUtcNow().AddDays(1);
        var ids = await bench.Client.EnqueueManyAsync(
            [.. Enumerable.Range(0, 300).Select(no => new NewJob { Type = "numbers.double", Name = $"wave {no % 3}", DueAt = later })]);

        var id = await bench.Ask<BulkClient>().SubmitAsync(
            new BulkConfig { Verb = BulkVerb.Reprioritise, Priority = 5 }, new JobFilter { Search = "wave 2" }, default);
        var job = await bench.UntilFinalAsync(id);

        Assert.Equal((100, 100), (job.Counts.Total, job.Counts.Completed));
        foreach (var (no, one) in ids.Index().Take(6))
            Assert.Equal(no % 3 == 2 ? 5 : 0, (await bench.Store.GetJobAsync(one, default))!.Priority);
    }

    [Fact]
    public async Task priority_goes_with_its_verb_and_with_no_other()
    {
        await using var bench = await StartAsync();
        var bulk = bench.Ask<BulkClient>();

        var without = await Assert.ThrowsAsync<SubmissionException>(
            async () => await bulk.SubmitAsync(BulkVerb.Reprioritise, new JobFilter(), null, default));
        var beside = await Assert.ThrowsAsync<SubmissionException>(
            async () => await bulk.SubmitAsync(new BulkConfig { Verb = BulkVerb.Pause, Priority = 1 }, new JobFilter(), default));

        Assert.Equal(("bad_bulk", "bad_bulk"), (without.Code, beside.Code));
    }

    [Fact]
    public async Task selection_is_worked_and_what_does_not_fit_is_told_apart()
    {
        await using var bench = await StartAsync();
        var done = await bench.Client.EnqueueAsync("numbers.double", new { value = 1 });
        await bench.UntilFinalAsync(done);
        var open = await bench.Client.EnqueueAsync(
            new NewJob { Type = "numbers.double", DueAt = bench.Clock.GetUtcNow().AddDays(1) });

        var id = await bench.Ask<BulkClient>().SubmitAsync(BulkVerb.Archive, [done, open, new JobId(Guid.Empty)], null, default);
        var job = await bench.UntilFinalAsync(id);

        Assert.Equal((1, 2), (job.Counts.Completed, job.Counts.Skipped));
        Assert.NotNull(await bench.Store.GetArchivedAsync(done, default));
        Assert.NotNull(await bench.Store.GetJobAsync(open, default));
        var items = (await bench.Store.ListItemsAsync(id, new ItemFilter(), new PageRequest(10), default)).Rows;
        Assert.Contains("kept", items[1].Fault!.Message, StringComparison.Ordinal);
        Assert.Contains("no such job", items[2].Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task failed_items_of_many_jobs_are_retried()
    {
        await using var bench = await StartAsync();
        var ids = new List<JobId>();
        for (var i = 0; i < 3; i++)
            ids.Add(await bench.Client.EnqueueAsync("numbers.double", new { value = "none" }));
        foreach (var id in ids)
            await bench.UntilAsync(id, job => job.Status == JobStatus.Failed, "it to fail");

        var bulk = await bench.Ask<BulkClient>().SubmitAsync(BulkVerb.Retry, new JobFilter { Types = ["numbers.double"] }, null, default);
        await bench.UntilFinalAsync(bulk);

        foreach (var id in ids)
            Assert.Equal(2, (await bench.UntilFinalAsync(id)).Generation);
    }

    [Fact]
    public async Task plan_that_is_made_again_names_what_was_worked_meanwhile_too()
    {
        await using var bench = await StartAsync();
        var later = bench.Clock.GetUtcNow().AddDays(1);
        await bench.Client.EnqueueManyAsync(
            [.. Enumerable.Range(0, 900).Select(_ => new NewJob { Type = "numbers.double", DueAt = later })]);
        var lost = false;
        bench.Line.After = (name, _) =>
        {
            if (name != "PlanAsync" || lost)
                return Task.CompletedTask;
            lost = true;
            throw FlakyStore.Away(); // the first page is stored, and the planner dies of it
        };

        var id = await bench.Ask<BulkClient>().SubmitAsync(
            BulkVerb.Cancel, new JobFilter { Statuses = [JobStatus.Scheduled] }, null, default);
        var job = await bench.UntilFinalAsync(id);

        Assert.True(lost);
        Assert.Equal((900, 900), (job.Counts.Total, job.Counts.Completed));
        Assert.Equal(900, (await bench.Store.CountJobsAsync(null, default))[JobStatus.Cancelled]);
    }

    private static Task<WorkerBench> StartAsync() => WorkerBench.StartAsync(headway =>
    {
        headway.AddJobType<Doubling>("numbers.double");
        headway.Services.AddSingleton<IArchiveFiles>(new SimArchive());
    });
}
