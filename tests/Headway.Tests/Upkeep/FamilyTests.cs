using System.Diagnostics.CodeAnalysis;
using Headway.Client;
using Headway.Model;
using Headway.Tests.Worker;

namespace Headway.Tests.Upkeep;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class FamilyTests
{
    [Fact]
    public async Task jobs_run_one_after_the_other_and_a_parent_finishes_after_its_children()
    {
        await using var bench = await StartAsync();
        var parent = await bench.Client.EnqueueAsync(Whole with { DueAt = bench.Clock.GetUtcNow().AddSeconds(5) });
        var first = await bench.Client.EnqueueAsync(Double with { Parent = new ParentLink(parent) });
        var second = await bench.Client.EnqueueAsync(Double with { Parent = new ParentLink(parent), After = [new Prerequisite(first)] });
        var last = await bench.Client.EnqueueAsync(Double with { After = [new Prerequisite(parent)] });

        var why = await bench.Ask<StatsQueries>().WhyAsync(last, default);
        Assert.Contains(why!, reason => reason.Message.Contains(parent.ToString(), StringComparison.Ordinal));

        var ended = await bench.UntilFinalAsync(last);

        var (one, two, three) = (await JobAsync(bench, first), await JobAsync(bench, second), await JobAsync(bench, parent));
        Assert.All([one, two, three, ended], job => Assert.Equal(JobStatus.Completed, job.Status));
        Assert.True(one.FinishedAt <= two.StartedAt && two.FinishedAt <= three.FinishedAt && three.FinishedAt <= ended.StartedAt);
        Assert.True(two.StartedAt - one.FinishedAt < TimeSpan.FromSeconds(2), $"{two.StartedAt - one.FinishedAt}");
    }

    [Fact]
    public async Task failure_goes_through_a_chain_and_says_where_it_began()
    {
        await using var bench = await StartAsync();
        var broken = await bench.Client.EnqueueAsync(Double with { Config = """{"value":"none"}""", Items = [new NewItem("one", "[]")] });
        var last = broken;
        for (var i = 0; i < 20; i++)
            last = await bench.Client.EnqueueAsync(Double with { After = [new Prerequisite(last)] });
        await bench.Client.CancelAsync(broken);

        var ended = await bench.UntilFinalAsync(last);

        Assert.True(ended is { Status: JobStatus.Failed, StartedAt: null, Fault.Code: "prerequisite_failed" });
    }

    [Fact]
    public async Task submission_that_waits_for_nonsense_is_refused()
    {
        await using var bench = await StartAsync();
        var job = await bench.Client.EnqueueAsync(Double);
        await RefusedAsync("repeated_prerequisite", Double with { After = [new Prerequisite(job), new Prerequisite(job)] });
        await RefusedAsync("bad_prerequisite", Double with { After = [new Prerequisite(job)], Parent = new ParentLink(job) });
        await RefusedAsync(
            "too_many_prerequisites", Double with { After = [.. Enumerable.Range(0, 101).Select(_ => new Prerequisite(job))] });
        var refused = await Assert.ThrowsAsync<SubmissionException>(async () => await bench.Schedules.AddAsync(new NewSchedule
        {
            Name = "nightly",
            Timing = new Timing { Cron = "0 3 * * *" },
            Job = Double with { After = [new Prerequisite(job)] },
        }));
        Assert.Equal("bad_prerequisite", refused.Code);

        async Task RefusedAsync(string code, NewJob wrong) =>
            Assert.Equal(code, (await Assert.ThrowsAsync<SubmissionException>(async () => await bench.Client.EnqueueAsync(wrong))).Code);
    }

    private static NewJob Double { get; } = new() { Type = "numbers.double", Config = """{"value":2}""" };

    private static NewJob Whole { get; } = new() { Type = "whole", Config = """{"items":3}""" };

    private static async Task<Job> JobAsync(WorkerBench bench, JobId id) => (await bench.Store.GetJobAsync(id, default))!;

    private static Task<WorkerBench> StartAsync() => WorkerBench.StartAsync(headway =>
    {
        headway.AddJobType<Doubling>("numbers.double");
        headway.AddJobType<Whole>("whole");
    });
}
