using System.Diagnostics.CodeAnalysis;
using Headway.Handlers;
using Headway.Model;
using Headway.Sim;
using Headway.Worker;

namespace Headway.Tests.Worker;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class SessionTests
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task session_that_cannot_beat_stops_what_it_runs_and_begins_anew(bool hangs)
    {
        await using var bench = await WorkerBench.StartAsync(StopOnceAsync);
        var id = await bench.TellAsync();
        await bench.UntilAsync(id, job => job.Status == JobStatus.Running, "the item to run");
        var from = bench.Clock.GetUtcNow();
        if (hangs)
            bench.Line.Before = (name, _) =>
                name == "BeatAsync" ? new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromDays(1)) : Task.CompletedTask;
        else
            bench.Line.Down = true;

        await bench.WhileAsync(_stopped.Task);
        Assert.InRange(bench.Clock.GetUtcNow() - from, TimeSpan.FromSeconds(9.5), TimeSpan.FromSeconds(15));
        bench.Line.Down = false;
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([AttemptOutcome.Lost, AttemptOutcome.Completed], await bench.AttemptsAsync(id));
        Assert.Equal(2, (await bench.Store.ListSessionsAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task items_of_a_lost_session_run_again_within_25_seconds()
    {
        await using var bench = await WorkerBench.StartAsync(StopOnceAsync);
        var id = await bench.TellAsync();
        await bench.UntilAsync(id, job => job.Status == JobStatus.Running, "the item to run");
        var from = bench.Clock.GetUtcNow();
        bench.Line.Before = (name, _) => name == "BeatAsync" ? throw FlakyStore.Away() : Task.CompletedTask;
        await bench.WhileAsync(_stopped.Task);
        bench.Line.Down = false;
        await bench.UntilFinalAsync(id);
        Assert.InRange(bench.Clock.GetUtcNow() - from, TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task result_of_a_lost_session_is_refused_with_its_effects()
    {
        await using var bench = await WorkerBench.StartAsync(async (item, _) =>
        {
            if (item.Job.Attempt == 1 && !_stopped.Task.IsCompleted)
                await _go.Task; // deaf: it does not listen to its token
            return Outcome.Completed(_stopped.Task.IsCompleted ? "late or second" : "never").With((scope, _) =>
            {
                scope.Feature<SimRows>()!.Add("written");
                return ValueTask.CompletedTask;
            });
        });
        var id = await bench.TellAsync();
        await bench.UntilAsync(id, job => job.Status == JobStatus.Running, "the item to run");
        var session = (await bench.Store.ListSessionsAsync(CancellationToken.None)).Single().Id;

        await bench.Store.CloseSessionAsync(session, CancellationToken.None); // as if somebody had found it dead
        _stopped.SetResult();
        _go.SetResult();
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([AttemptOutcome.Released, AttemptOutcome.Completed], await bench.AttemptsAsync(id));
        Assert.Equal(["written"], bench.Store.Rows.All);
    }

    [Fact]
    public async Task lost_session_leaves_a_deaf_handler_behind()
    {
        await using var bench = await WorkerBench.StartAsync(
            async (item, _) =>
            {
                if (item.Name == "item 1" && item.Job.Attempt == 1)
                    await _go.Task;
                return Outcome.Completed();
            },
            options: new WorkerOptions { Slots = 1 });
        var id = await bench.TellAsync(items: 2);
        await bench.UntilAsync(id, job => job.Counts.Running == 1, "the first to run");
        bench.Line.Before = (name, _) => name == "BeatAsync" ? throw FlakyStore.Away() : Task.CompletedTask;
        await bench.UntilAsync(
            async () => (await bench.Store.ListSessionsAsync(CancellationToken.None)).Count == 2 ? this : null, "another session");
        bench.Line.Down = false;
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal(2, job.Counts.Completed);
        _go.SetResult();
    }

    [Fact]
    public async Task stop_ends_although_a_handler_does_not_listen()
    {
        var bench = await WorkerBench.StartAsync(
            async (_, _) =>
            {
                _stopped.SetResult();
                await _go.Task;
                return Outcome.Completed();
            },
            options: new WorkerOptions { DrainGrace = TimeSpan.FromSeconds(5) });
        await using var _ = bench;
        var id = await bench.TellAsync();
        await bench.WhileAsync(_stopped.Task);
        var from = bench.Clock.GetUtcNow();
        await bench.StopAsync();
        Assert.InRange(bench.Clock.GetUtcNow() - from, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
        Assert.Equal([AttemptOutcome.Released], await bench.AttemptsAsync(id));
        _go.SetResult();
    }

    [Fact]
    public async Task failing_reaction_to_a_stop_hurts_nobody()
    {
        await using var bench = await WorkerBench.StartAsync(async (_, ct) =>
        {
            ct.Register(() => throw new InvalidOperationException("I do not want to stop"));
            _go.SetResult();
            await Task.WhenAny(new TaskCompletionSource().Task.WaitAsync(ct));
            _stopped.SetResult();
            return Outcome.Completed();
        });
        var id = await bench.TellAsync();
        await bench.WhileAsync(_go.Task);
        await bench.Client.CancelAsync(id);
        await bench.WhileAsync(_stopped.Task);
        await bench.UntilAsync(async () => await bench.AttemptsAsync(id) is { Count: 1 } one ? one : null, "the attempt to be recorded");
        Assert.Single(await bench.Store.ListSessionsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task beat_says_what_the_session_does()
    {
        await using var bench = await WorkerBench.StartAsync(StopOnceAsync, options: new WorkerOptions { Slots = 3, Name = "the worker" });
        await bench.TellAsync();
        var session = await bench.UntilAsync(
            async () =>
                (await bench.Store.ListSessionsAsync(CancellationToken.None)).FirstOrDefault(one => one is { Busy: 1, Cpu: not null }),
            "two beats");
        Assert.Equal(("the worker", 3, false), (session.Worker, session.Slots, session.Draining));
        Assert.True(session.MemoryBytes > 0);
    }

    private async ValueTask<Outcome> StopOnceAsync(ItemContext item, CancellationToken ct)
    {
        if (item.Job.Attempt > 1)
            return Outcome.Completed();
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(ct);
        }
        finally
        {
            _stopped.TrySetResult();
        }

        return Outcome.Completed();
    }
}
