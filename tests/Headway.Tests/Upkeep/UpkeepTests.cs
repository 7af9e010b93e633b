using System.Diagnostics.CodeAnalysis;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Headway.Tests.Worker;

namespace Headway.Tests.Upkeep;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class UpkeepTests
{
    [Fact]
    public async Task node_without_handlers_takes_back_what_a_dead_session_held()
    {
        await using var bench = await WorkerBench.StartAsync(headway => headway.AddJobType<Doubling>("numbers.double"), work: false);
        var id = await bench.Client.EnqueueAsync("numbers.double", new { value = 1 });
        var chunk = await ClaimAsync(bench);
        var from = bench.Clock.GetUtcNow();
        var job = await bench.UntilAsync(id, job => job.Counts.Waiting == 1, "the item to be taken back");
        Assert.InRange(bench.Clock.GetUtcNow() - from, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22.5));
        Assert.Equal([AttemptOutcome.Lost], await bench.AttemptsAsync(id));
        Assert.False((await bench.Store.FinishAsync([Completed(chunk)], CancellationToken.None))[0]);
    }

    [Fact]
    public async Task job_due_later_starts_when_its_time_comes_even_after_an_outage()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        var due = bench.Clock.GetUtcNow().AddSeconds(30);
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "told", DueAt = due });
        bench.Line.Before = (name, _) => name == "PromoteAsync" ? throw FlakyStore.Away() : Task.CompletedTask;
        await bench.UntilAsync(() => ValueTask.FromResult(bench.Clock.GetUtcNow() >= due.AddSeconds(5) ? this : null), "the time to pass");
        Assert.Equal(JobStatus.Scheduled, (await bench.Store.GetJobAsync(id, CancellationToken.None))!.Status);
        bench.Line.Down = false;
        var job = await bench.UntilFinalAsync(id);
        Assert.InRange(job.StartedAt!.Value - due, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task retry_waits_for_its_time()
    {
        await using var bench = await WorkerBench.StartAsync((item, _) => item.Job.Attempt == 1
            ? throw FaultException.Throttled("busy", "The service is busy.", TimeSpan.FromSeconds(60))
            : ValueTask.FromResult(Outcome.Completed()));
        var id = await bench.TellAsync();
        await bench.UntilFinalAsync(id);
        var attempts = await bench.Store.ListAttemptsAsync(id, 1, CancellationToken.None);
        Assert.InRange(attempts[1].StartedAt - attempts[0].EndedAt, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(92));
    }

    private static async Task<ClaimedChunk> ClaimAsync(WorkerBench bench)
    {
        var session = new WorkerSession
        {
            Id = Guid.CreateVersion7(),
            Worker = "doomed",
            Host = "here",
            Version = "0",
            Queues = ["default"],
            Types = ["numbers.double"],
        };
        await bench.Store.OpenSessionAsync(session, TimeSpan.FromSeconds(20), CancellationToken.None);
        var request = new ClaimRequest(session.Id, Guid.CreateVersion7(), new Lane("default", "numbers.double", Orgs.Default), 1, 1);
        return Assert.Single(await bench.Store.ClaimAsync(request, CancellationToken.None));
    }

    private static FinishedChunk Completed(ClaimedChunk chunk) =>
        new(chunk.Key, [new ItemOutcome { No = 1, State = ItemState.Completed }], [], [], new ChunkUsage(TimeSpan.Zero));
}
