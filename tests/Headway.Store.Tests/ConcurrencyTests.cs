using System.Collections.Concurrent;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Many claimers at once on one PostgreSQL: everything is handed out, nothing twice, nothing stuck.</summary>
[Collection("postgres")]
public sealed class ConcurrencyTests
{
    private const int Claimers = 8;
    private static readonly Lane Work = new("default", "work", Orgs.Default);
    private readonly CallNumbers _ids = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task eight_claimers_share_many_jobs_without_overlap()
    {
        await using var under = await PostgresUnderTest.OpenAsync();
        await under.Store.EnqueueAsync([.. Enumerable.Range(0, 600).Select(_ => NewJob(null, 1))], Ct);
        await under.Store.EnqueueAsync([NewJob(900, 7)], Ct);
        var taken = new ConcurrentBag<(JobId, int)>();
        await RunAsync(under.Store, async (session, call) =>
        {
            var chunks = await under.Store.ClaimAsync(new ClaimRequest(session, call, Work, 7, 3), Ct);
            foreach (var item in chunks.SelectMany(chunk => chunk.Items.Select(item => (chunk.Key.JobId, item.No))))
                taken.Add(item);
            return chunks.Count > 0;
        });
        Assert.Equal(1500, taken.Count);
        Assert.Equal(1500, taken.Distinct().Count());
    }

    /// <summary>
    /// The trap: a job comes newer out of its lock than the snapshot its spans are read from. A span that somebody else has just taken
    /// would be claimed again were it not locked too.
    /// </summary>
    [Fact]
    public async Task spans_handed_back_while_others_claim_are_taken_once_at_a_time()
    {
        await using var under = await PostgresUnderTest.OpenAsync();
        await under.Store.EnqueueAsync([NewJob(60, 3)], Ct);
        var held = new ConcurrentDictionary<int, Guid>();
        var rounds = 0;
        await RunAsync(under.Store, async (session, call) =>
        {
            var chunks = await under.Store.ClaimAsync(new ClaimRequest(session, call, Work, 4, 4), Ct);
            foreach (var chunk in chunks)
                Assert.True(held.TryAdd(chunk.Key.Lo, call), $"span {chunk.Key.Lo} was given out twice");
            foreach (var chunk in chunks)
                held.TryRemove(chunk.Key.Lo, out _);
            var half = chunks.Count / 2;
            await under.Store.ReleaseAsync([.. chunks.Take(half).Select(chunk => chunk.Key)], Ct);
            await under.Store.FinishAsync([.. chunks.Skip(half).Where((_, i) => i % 2 == 0).Select(Done)], Ct);
            await under.Store.ReleaseAsync([.. chunks.Skip(half).Where((_, i) => i % 2 == 1).Select(chunk => chunk.Key)], Ct);
            return chunks.Count > 0 && Interlocked.Increment(ref rounds) < 400;
        });
        var job = Assert.Single((await under.Store.ListJobsAsync(new JobFilter(), new PageRequest(10), Ct)).Rows);
        Assert.Equal(job.Counts.Total, job.Counts.Fresh + job.Counts.Due + job.Counts.Completed);
        Assert.Equal(0, job.Counts.Running);
    }

    [Fact]
    public async Task events_of_many_writers_are_read_in_order_and_complete()
    {
        await using var under = await PostgresUnderTest.OpenAsync();
        await under.Store.EnqueueAsync([.. Enumerable.Range(0, 8).Select(_ => NewJob(40, 1))], Ct);
        var read = new List<JobEvent>();
        var working = RunAsync(under.Store, async (session, call) =>
        {
            var chunks = await under.Store.ClaimAsync(new ClaimRequest(session, call, Work, 2, 1), Ct);
            await under.Store.FinishAsync([.. chunks.Select(Done)], Ct);
            return chunks.Count > 0;
        });
        while (!working.IsCompleted)
            read.AddRange(await under.Store.ReadEventsAsync(read.LastOrDefault()?.Id ?? 0, 1000, Ct));
        await working;
        while (await under.Store.ReadEventsAsync(read.LastOrDefault()?.Id ?? 0, 1000, Ct) is { Count: > 0 } more)
            read.AddRange(more);

        Assert.Equal(read.Select(@event => @event.Id).Order(), read.Select(@event => @event.Id));
        foreach (var job in (await under.Store.ListJobsAsync(new JobFilter(), new PageRequest(10), Ct)).Rows)
        {
            var seqs = read.SelectMany(@event => @event.Jobs).Where(change => change.JobId == job.Id).Select(change => change.Seq);
            Assert.Equal(Enumerable.Range(1, (int)job.Seq).Select(seq => (long)seq), seqs);
        }
    }

    private async Task RunAsync(IJobStore store, Func<Guid, Guid, Task<bool>> step)
    {
        var sessions = new List<Guid>();
        for (var i = 0; i < Claimers; i++)
        {
            sessions.Add(_ids.NextCall());
            await store.OpenSessionAsync(NewSession(sessions[^1]), TimeSpan.FromHours(1), Ct);
        }

        var calls = new ConcurrentQueue<Guid>(Enumerable.Range(0, 3000).Select(_ => _ids.NextCall()));
        await Task.WhenAll(sessions.Select(session => Task.Run(
            async () =>
            {
                while (calls.TryDequeue(out var call) && await step(session, call))
                    Ct.ThrowIfCancellationRequested();
            },
            Ct)));
    }

    private EnqueuedJob NewJob(int? items, int chunk) => new(
        _ids.NextJob(),
        new NewJob
        {
            Type = "work",
            Items = items is
            { } count ? [.. Enumerable.Range(1, count).Select(no => new NewItem($"item {no}", null))] : null
        },
        HasPlan: false, HasFinish: false, chunk, MaxAttempts: 4);

    private static FinishedChunk Done(ClaimedChunk chunk) => new(
        chunk.Key, [.. chunk.Items.Select(item => new ItemOutcome { No = item.No, State = ItemState.Completed })], [], [], default);

    private static WorkerSession NewSession(Guid id) => new()
    {
        Id = id,
        Worker = "w",
        Host = "h",
        Version = "1",
        Queues = ["default"],
        Types = ["work"],
    };
}
