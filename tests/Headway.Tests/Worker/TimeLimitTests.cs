using System.Diagnostics.CodeAnalysis;
using Headway.Client;
using Headway.Handlers;
using Headway.Machine;
using Headway.Model;

namespace Headway.Tests.Worker;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class TimeLimitTests
{
    [Fact]
    public async Task item_that_takes_too_long_leaves_the_others_of_its_chunk_their_time()
    {
        await using var bench = await WorkerBench.StartAsync(
            async (item, ct) =>
            {
                if (item.No == 2)
                    await new TaskCompletionSource().Task.WaitAsync(ct);
                return Outcome.Completed();
            },
            type => type with { Chunk = 3, AttemptTimeout = TimeSpan.FromSeconds(30), Retry = new RetryPolicy { Retries = 0 } });
        var id = await bench.TellAsync(items: 3);
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal((2, 1), (job.Counts.Completed, job.Counts.Failed));
        var late = await bench.Store.GetItemAsync(id, 2, CancellationToken.None);
        Assert.Equal("timeout", late?.Fault?.Code);
        Assert.Contains("30 seconds", late?.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task handler_that_fails_while_its_item_is_stopped_harms_nobody_else()
    {
        var calls = 0;
        await using var bench = await WorkerBench.StartAsync(
            async (_, ct) =>
            {
                if (Interlocked.Increment(ref calls) > 1)
                    return Outcome.Completed();
                await using var reaction = ct.Register(() => throw new InvalidOperationException("cannot stop"));
                await new TaskCompletionSource().Task.WaitAsync(ct);
                return Outcome.Completed();
            },
            type => type with { Chunk = 2, AttemptTimeout = TimeSpan.FromSeconds(30), Retry = new RetryPolicy { Retries = 0 } });
        var job = await bench.UntilFinalAsync(await bench.TellAsync(items: 2));
        Assert.Equal((1, 1), (job.Counts.Completed, job.Counts.Failed));
        Assert.Equal(JobStatus.Completed, (await bench.UntilFinalAsync(await bench.TellAsync(items: 1))).Status);
    }

    [Fact]
    public async Task job_that_takes_too_long_is_ended_and_its_handler_told_to_stop()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await WorkerBench.StartAsync(
            async (_, ct) =>
            {
                await Task.WhenAny(new TaskCompletionSource().Task.WaitAsync(ct));
                stopped.TrySetResult();
                return Outcome.Completed("too late");
            },
            type => type with { TimeLimit = TimeSpan.FromSeconds(20) });
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told" });
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal((JobStatus.Failed, "job_timeout", (string?)null), (job.Status, job.Fault?.Code, job.Result));
        Assert.Contains("20 seconds", job.Fault?.Message, StringComparison.Ordinal);
        Assert.InRange(job.FinishedAt - job.StartedAt ?? default, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(25));
        await bench.WhileAsync(stopped.Task);
        await bench.UntilAsync(
            async () => await bench.AttemptsAsync(id) is [AttemptOutcome.Cancelled] ended ? ended : null, "the attempt to be recorded");
    }

    [Fact]
    public async Task limit_of_a_submission_goes_before_that_of_its_type_and_is_kept_when_the_job_runs_again()
    {
        await using var bench = await WorkerBench.StartAsync(
            (_, _) => ValueTask.FromResult(Outcome.Completed()), type => type with { TimeLimit = TimeSpan.FromHours(1) });
        var usual = await bench.UntilFinalAsync(await bench.TellAsync());
        var own = await bench.UntilFinalAsync(
            await bench.Client.EnqueueAsync(new NewJob { Type = "told", TimeLimit = TimeSpan.FromHours(2) }));
        var again = await bench.Ask<JobLives>().RunAgainAsync(own.Id, new JobEdits());
        Assert.Equal(TimeSpan.FromHours(1), usual.TimeLimit);
        Assert.Equal(TimeSpan.FromHours(2), own.TimeLimit);
        Assert.Equal(TimeSpan.FromHours(2), (await bench.UntilFinalAsync(again!.Value)).TimeLimit);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(366 * 86400)]
    public async Task limit_out_of_range_is_refused(int seconds)
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        var refused = await Assert.ThrowsAsync<SubmissionException>(async () =>
            await bench.Client.EnqueueAsync(new NewJob { Type = "told", TimeLimit = TimeSpan.FromSeconds(seconds) }));
        Assert.Equal("bad_time_limit", refused.Code);
    }
}
