using System.Diagnostics.CodeAnalysis;
using Headway.Handlers;
using Headway.Machine;
using Headway.Model;
using Headway.Store;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Tests.Worker;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class WorkerTests
{
    [Fact]
    public async Task simple_job_runs_and_its_output_is_the_result()
    {
        await using var bench = await WorkerBench.StartAsync(headway => headway.AddJobType<Doubling>("numbers.double"));
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "numbers.double", Config = """{"value":21}""" });
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal("""{"value":42}""", job.Result);
    }

    [Fact]
    public async Task plan_work_and_finish_run_in_that_order()
    {
        await using var bench = await WorkerBench.StartAsync(headway =>
            headway.AddJobType<Whole>("whole", type => type with { Chunk = 7 }));
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "whole", Config = """{"items":2500}""" });
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(2500, job.Counts.Completed);
        Assert.Equal("""{"done":2500}""", job.Result);
    }

    [Fact]
    public async Task passing_failure_is_retried_until_it_works()
    {
        await using var bench = await WorkerBench.StartAsync((item, _) => item.Job.Attempt < 3
            ? throw new InvalidOperationException("not yet")
            : ValueTask.FromResult(Outcome.Completed()));
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told" });
        var job = await bench.UntilFinalAsync(id);
        var attempts = await bench.Store.ListAttemptsAsync(id, 1, CancellationToken.None);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Failed, AttemptOutcome.Completed], attempts.Select(attempt => attempt.Outcome));
        Assert.Equal("not yet", attempts[0].Fault!.Message);
        Assert.Contains(nameof(WorkerTests), attempts[0].Fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task failure_that_does_not_pass_ends_after_the_last_retry()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => throw new InvalidOperationException("never"));
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told" });
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal(4, (await bench.Store.ListAttemptsAsync(id, 1, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task permanent_fault_is_never_retried()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) =>
            throw FaultException.Permanent("encrypted", "It is locked.", "Unlock it."));
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told" });
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal("encrypted", job.Fault?.Code);
        Assert.Equal("Unlock it.", job.Fault?.Hint);
        Assert.Single(await bench.Store.ListAttemptsAsync(id, 1, CancellationToken.None));
    }

    [Fact]
    public async Task attempt_that_takes_too_long_is_stopped()
    {
        await using var bench = await WorkerBench.StartAsync(
            async (_, ct) =>
            {
                await new TaskCompletionSource().Task.WaitAsync(ct);
                return Outcome.Completed();
            },
            type => type with { AttemptTimeout = TimeSpan.FromSeconds(30), Retry = new RetryPolicy { Retries = 0 } });
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told" });
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal("timeout", job.Fault?.Code);
        Assert.Contains("30 seconds", job.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task cancel_reaches_a_running_handler_and_its_late_result_is_refused()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await WorkerBench.StartAsync(async (_, ct) =>
        {
            started.SetResult();
            await Task.WhenAny(new TaskCompletionSource().Task.WaitAsync(ct));
            stopped.SetResult();
            return Outcome.Completed("too late");
        });
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told" });
        await bench.WhileAsync(started.Task);
        Assert.Equal(ControlResult.Done, await bench.Client.CancelAsync(id));
        await bench.WhileAsync(stopped.Task);
        await bench.UntilAsync(async () =>
        {
            var attempts = await bench.Store.ListAttemptsAsync(id, 1, CancellationToken.None);
            return attempts.Count == 0 ? null : attempts;
        }, "the attempt to be recorded");
        var job = await bench.Store.GetJobAsync(id, CancellationToken.None);
        Assert.Equal(JobStatus.Cancelled, job!.Status);
        Assert.Null(job.Result);
        Assert.Equal(AttemptOutcome.Cancelled, (await bench.Store.ListAttemptsAsync(id, 1, CancellationToken.None))[0].Outcome);
    }

    [Fact]
    public async Task unknown_type_stays_ready()
    {
        await using var bench = await WorkerBench.StartAsync(
            headway => headway.AddJobType<Doubling>("numbers.double").AddJobType<Whole>("whole"),
            new WorkerOptions { Slots = 2, Types = ["whole"] });
        var left = await bench.Client.EnqueueAsync(new NewJob { Type = "numbers.double", Config = """{"value":1}""" });
        await bench.UntilFinalAsync(await bench.Client.EnqueueAsync(new NewJob { Type = "whole", Config = """{"items":3}""" }));
        Assert.Equal(JobStatus.Queued, (await bench.Store.GetJobAsync(left, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task chunk_handler_gives_outcomes_and_a_forgotten_item_fails()
    {
        await using var bench = await WorkerBench.StartAsync(headway =>
            headway.AddJobType<Together>("together", type => type with { Chunk = 10 }));
        var items = Enumerable.Range(1, 10).Select(i => new NewItem(null, "{}")).ToList();
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "together", Items = items });
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal((5, 5), (job.Counts.Completed, job.Counts.Failed));
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal("no_outcome", (await bench.Store.GetItemAsync(id, 1, CancellationToken.None))!.Fault!.Code);
    }

    [Fact]
    public async Task one_failing_item_does_not_stop_its_chunk()
    {
        await using var bench = await WorkerBench.StartAsync(
            (item, _) => item.No == 3
                ? throw FaultException.Permanent("bad", "Number three is bad.")
                : ValueTask.FromResult(Outcome.Completed()),
            type => type with { Chunk = 5 });
        var id = await bench.Client.EnqueueAsync(
            new NewJob { Type = "told", Items = [.. Enumerable.Range(1, 5).Select(i => new NewItem($"{i}", null))] });
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal((4, 1), (job.Counts.Completed, job.Counts.Failed));
    }

    [Fact]
    public async Task effect_commits_with_the_outcome_and_a_failing_one_undoes_it()
    {
        await using var bench = await WorkerBench.StartAsync(
            headway => headway.AddJobType<Writing>("writing", type => type with { Retry = new RetryPolicy { Retries = 1 } }));
        var good = await bench.Client.EnqueueAsync(new NewJob { Type = "writing", Items = [new NewItem(null, "{}")] });
        var bad = await bench.Client.EnqueueAsync(new NewJob { Type = "writing", Items = [new NewItem(null, """{"break":1}""")] });
        Assert.Equal(JobStatus.Completed, (await bench.UntilFinalAsync(good)).Status);
        Assert.Equal(JobStatus.Failed, (await bench.UntilFinalAsync(bad)).Status);
        Assert.Equal([$"{good}/1"], bench.Store.Rows.All);
        Assert.Equal("effect_failed", (await bench.Store.GetItemAsync(bad, 1, CancellationToken.None))!.Fault!.Code);
    }

    [Fact]
    public async Task progress_is_seen_while_the_item_runs()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await WorkerBench.StartAsync(async (item, _) =>
        {
            item.Progress(1, 4, "Reading");
            item.Progress(2, 4, "Generating splits");
            await go.Task;
            return Outcome.Completed();
        });
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told" });
        var job = await bench.UntilAsync(id, job => job.Step is not null, "progress");
        Assert.Equal(("Generating splits", 50.0), (job.Step, job.StepPercent));
        go.SetResult();
        await bench.UntilFinalAsync(id);
    }

    [Fact]
    public async Task stop_waits_for_what_ends_in_time_and_hands_back_the_rest()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var running = new CountdownEvent(2);
        var bench = await WorkerBench.StartAsync(async (item, ct) =>
        {
            running.Signal();
            if (item.No == 1)
                await go.Task;
            else
                await new TaskCompletionSource().Task.WaitAsync(ct);
            return Outcome.Completed();
        });
        await using var _ = bench;
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told", Items = [new NewItem(null, "1"), new NewItem(null, "2")] });
        await bench.UntilAsync(id, _ => running.IsSet, "both to run");
        var stopping = bench.BeginStopAsync();
        go.SetResult();
        await bench.StillAsync(
            async () => await bench.Store.GetJobAsync(id, CancellationToken.None) is { Counts.Completed: 1 } one ? one : null,
            "the first to end");
        await bench.WhileAsync(stopping);
        var job = await bench.Store.GetJobAsync(id, CancellationToken.None);
        Assert.Equal((1, 1, 0), (job!.Counts.Completed, job.Counts.Due, job.Counts.Running));
        Assert.Equal(AttemptOutcome.Released, Assert.Single(await bench.Store.ListAttemptsAsync(id, 2, CancellationToken.None)).Outcome);
        Assert.All(await bench.Store.ListSessionsAsync(CancellationToken.None), session => Assert.NotNull(session.EndedAt));
    }
}
