using System.Diagnostics.CodeAnalysis;
using Headway.Handlers;
using Headway.Model;
using Headway.Sim;
using Headway.Store;

namespace Headway.Tests.Worker;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class OutageTests
{
    [Fact]
    public async Task outcomes_wait_for_the_store()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        bench.Line.Before = FlakyStore.Failing("FinishAsync", 5);
        var id = await bench.TellAsync(items: 3);
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal(3, job.Counts.Completed);
        Assert.Equal([AttemptOutcome.Completed], await bench.AttemptsAsync(id, 2));
    }

    [Fact]
    public async Task outcome_whose_answer_was_lost_is_recorded_once()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed().With((scope, _) =>
        {
            scope.Feature<SimRows>()!.Add("written");
            return ValueTask.CompletedTask;
        })));
        bench.Line.After = FlakyStore.Failing("FinishAsync", 2);
        var id = await bench.TellAsync();
        await bench.UntilFinalAsync(id);
        await bench.StopAsync();
        Assert.Equal(["written"], bench.Store.Rows.All);
        Assert.Equal([AttemptOutcome.Completed], await bench.AttemptsAsync(id));
    }

    [Fact]
    public async Task claim_whose_answer_was_lost_is_worked_all_the_same()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        bench.Line.After = FlakyStore.Failing("ClaimAsync", 2);
        var id = await bench.TellAsync(items: 4);
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal(4, job.Counts.Completed);
        Assert.All(Enumerable.Range(1, 4), no => Assert.Single(bench.AttemptsAsync(id, no).GetAwaiter().GetResult()));
        Assert.Single(await bench.Store.ListSessionsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task claim_whose_answer_was_lost_is_not_begun_when_the_job_was_cancelled_meanwhile()
    {
        var began = 0;
        await using var bench = await WorkerBench.StartAsync((_, _) =>
        {
            Interlocked.Increment(ref began);
            return ValueTask.FromResult(Outcome.Completed());
        });
        bench.Line.After = FlakyStore.Failing("ClaimAsync", 3);
        var id = await bench.TellAsync(items: 4);
        await bench.UntilAsync(id, job => job.Counts.Running > 0, "the claim");
        Assert.Equal(ControlResult.Done, await bench.Store.ControlAsync(id, JobControl.Cancel, "ann", CancellationToken.None));
        var attempts = await bench.UntilAsync(
            async () => await bench.AttemptsAsync(id) is { Count: > 0 } all ? all : null, "the chunks to be handed back");
        Assert.Equal([AttemptOutcome.Cancelled], attempts);
        Assert.Equal(0, began);
    }

    [Fact]
    public async Task plan_met_by_an_outage_stores_each_item_once()
    {
        await using var bench = await WorkerBench.StartAsync(headway =>
            headway.AddJobType<Whole>("whole", type => type with { Chunk = 100 }));
        bench.Line.After = FlakyStore.Failing("PlanAsync", 1);
        var id = await bench.Client.EnqueueAsync("whole", new { items = 2500 }, CancellationToken.None);
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal((2500, 2500), (job.Counts.Total, job.Counts.Completed));
    }

    [Fact]
    public async Task outcome_the_store_cannot_take_does_not_hurt_the_others()
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        await using var bench = await WorkerBench.StartAsync(
            async (item, _) =>
            {
                if (Interlocked.Increment(ref running) == 4)
                    all.SetResult();
                await all.Task;
                return Outcome.Completed(item.No == 2 ? "poison" : "fine");
            },
            type => type with { Retry = new() { Retries = 0 } });
        bench.Line.Before = (name, argument) =>
            name == "FinishAsync" && ((IReadOnlyList<FinishedChunk>)argument!).Any(chunk => chunk.Outcomes[0].Output == "\"poison\"")
                ? throw new InvalidOperationException("no such character")
                : Task.CompletedTask;
        var job = await bench.UntilFinalAsync(await bench.TellAsync(items: 4));
        Assert.Equal((3, 1), (job.Counts.Completed, job.Counts.Failed));
        Assert.Equal("no such character", (await bench.Store.GetItemAsync(job.Id, 2, CancellationToken.None))!.Fault!.Message);
    }

    [Fact]
    public async Task unexpected_failures_of_the_store_end_no_loop()
    {
        await using var bench = await WorkerBench.StartAsync((item, _) => item.Job.Attempt == 1
            ? throw new IOException("once more")
            : ValueTask.FromResult(Outcome.Completed()));
        var failed = new HashSet<string>();
        bench.Line.Before = (name, _) =>
        {
            lock (failed)
                return failed.Add(name) ? throw new InvalidOperationException($"{name} has a bug") : Task.CompletedTask;
        };
        await bench.UntilAsync(() => ValueTask.FromResult(failed.Count >= 6 ? this : null), "all loops to fail once");
        bench.Line.Down = false;
        Assert.Equal(JobStatus.Completed, (await bench.UntilFinalAsync(await bench.TellAsync())).Status);
    }

    [Fact]
    public async Task worker_that_starts_before_its_store_waits_for_it()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        bench.Line.Down = true;
        var id = new JobId(Guid.CreateVersion7());
        await bench.Store.EnqueueAsync([new EnqueuedJob(id, new NewJob { Type = "told" }, false, false, 1, 4)], CancellationToken.None);
        for (var i = 0; i < 100; i++)
            bench.Clock.Advance(TimeSpan.FromMilliseconds(100));
        bench.Line.Down = false;
        Assert.Equal(JobStatus.Completed, (await bench.UntilFinalAsync(id)).Status);
    }
}
