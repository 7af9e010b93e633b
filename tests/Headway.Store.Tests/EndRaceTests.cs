using Headway.Data;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>What the one statement that ends simple jobs decides on may change before it has the job's lock.</summary>
[Collection("postgres")]
public sealed class EndRaceTests
{
    private static readonly Lane Work = new("default", "work", Orgs.Default);
    private readonly CallNumbers _ids = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AwaitJob", JobStatus.Completed, true)]
    [InlineData("CancelJobRow", JobStatus.Cancelled, false)]
    public async Task a_job_that_changes_while_its_end_waits_for_its_lock_is_ended_as_what_it_has_become(
        string change, JobStatus status, bool accepted)
    {
        await using var under = await PostgresUnderTest.OpenAsync();
        var session = _ids.NextCall();
        await under.Store.OpenSessionAsync(NewSession(session), TimeSpan.FromHours(1), Ct);
        await under.Store.EnqueueAsync([NewJob(), NewJob()], Ct);
        var chunks = await under.Store.ClaimAsync(new ClaimRequest(session, _ids.NextCall(), Work, 2, 1), Ct);
        var first = chunks[0].Key.JobId;

        var (locked, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var changing = under.Database.WriteAsync(
            async (connection, ct) =>
            {
                await connection.SendAsync([TestBook.Of(Dialect.Postgres)[change]], [Arg.Of("id", first.Value)], null, ct);
                locked.TrySetResult();
                await goOn.Task;
                return true;
            }, Ct).AsTask();
        await locked.Task;
        var ending = under.Store.FinishAsync([.. chunks.Select(Done)], Ct).AsTask();
        await Eventually.IsTrueAsync(() => IsBlockedAsync(under), Ct);
        goOn.SetResult();
        await changing;

        Assert.Equal([accepted, true], await ending);
        Assert.Equal(status, (await under.Store.GetJobAsync(first, Ct))?.Status);
        Assert.Equal(JobStatus.Completed, (await under.Store.GetJobAsync(chunks[1].Key.JobId, Ct))?.Status);
        foreach (var chunk in chunks)
            Assert.Single(await under.Store.ListAttemptsAsync(chunk.Key.JobId, 1, Ct));
    }

    private static async ValueTask<bool> IsBlockedAsync(SqlUnderTest under) => await under.Database.ReadAsync(
        (session, ct) => session.FirstAsync(TestBook.Of(Dialect.Postgres)["Blocked"], [], row => row.GetInt64(0) > 0, ct), Ct);

    private EnqueuedJob NewJob() =>
        new(_ids.NextJob(), new NewJob { Type = "work" }, HasPlan: false, HasFinish: false, Chunk: 1, MaxAttempts: 3);

    private static WorkerSession NewSession(Guid id) => new()
    {
        Id = id,
        Worker = "w",
        Host = "h",
        Version = "1",
        Queues = ["default"],
        Types = ["work"],
    };

    private static FinishedChunk Done(ClaimedChunk chunk) => new(
        chunk.Key, [new ItemOutcome { No = 1, State = ItemState.Completed }], [], [], new ChunkUsage(TimeSpan.FromMilliseconds(1)));
}
