using Headway.Data;
using Headway.Model;
using Headway.Sim;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>What only the SQL stores can get wrong: rows left behind, rows left out.</summary>
[Collection("postgres")]
public sealed class ArchiveTests
{
    private readonly CallNumbers _ids = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task nothing_of_a_purged_job_is_left_and_all_of_it_comes_back_from_a_folder(Dialect dialect)
    {
        await using var under = dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("headway-archive-");
        try
        {
            var (store, files) = ((SqlJobStore)under.Store, new FolderArchive(folder.FullName, new SimClock()));
            var id = await CancelledAsync(store, items: 700);
            var before = await LinesAsync(store.DumpAsync(id, Ct));
            var place = Assert.Single(await files.WriteAsync([store.DumpAsync(id, Ct)], Ct));
            var seq = (await store.GetJobAsync(id, Ct))!.Seq;

            Assert.Equal([id], await store.DeleteAsync([new Departure(id, seq, place)], null, Ct));
            Assert.NotEmpty(await LinesAsync(store.DumpAsync(id, Ct)));
            while (await store.PurgeAsync(100, Ct) > 0)
                Assert.Null(await store.GetJobAsync(id, Ct));
            Assert.Empty(await LinesAsync(store.DumpAsync(id, Ct)));
            Assert.Equal(ControlResult.Done, await store.RestoreAsync(id, files.ReadAsync(place, Ct), null, Ct));

            var after = await LinesAsync(store.DumpAsync(id, Ct));
            var restored = Assert.Single(after.Except(before), line => line.Contains("\"history\"", StringComparison.Ordinal));
            Assert.Contains("restored", restored, StringComparison.Ordinal);
            Assert.Equal(
                before.Select(line => line.Replace($"\"seq\":{seq},", $"\"seq\":{seq + 2},", StringComparison.Ordinal)).Order(),
                after.Where(line => line != restored).Select(line =>
                    line.Replace($"\"seq\":{seq},", $"\"seq\":{seq + 2},", StringComparison.Ordinal)).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task old_events_go_and_the_newest_stays(Dialect dialect)
    {
        await using var under = dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();
        var store = (SqlJobStore)under.Store;
        await CancelledAsync(store, items: 3);
        var events = await store.ReadEventsAsync(0, 1000, Ct);
        await under.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(0, await store.PruneTracesAsync(events[0].At, 100, Ct));
        while (await store.PruneTracesAsync(await store.NowAsync(Ct), 2, Ct) > 0)
            Assert.NotEmpty(await store.ReadEventsAsync(0, 1000, Ct));

        Assert.Equal(events[^1].Id, Assert.Single(await store.ReadEventsAsync(0, 1000, Ct)).Id);
        Assert.Equal(events[^1].Id, await store.LastEventAsync(Ct));
    }

    /// <summary>A job with finished, failed, waiting and never started items, cancelled.</summary>
    private async ValueTask<JobId> CancelledAsync(SqlJobStore store, int items)
    {
        var id = _ids.NextJob();
        var inputs = Enumerable.Range(1, items).Select(no => new NewItem($"i{no}", "[1.5]"));
        var job = new NewJob { Type = "work", Name = "Ünï", Items = [.. inputs] };
        await store.EnqueueAsync([new EnqueuedJob(id, job, HasPlan: false, HasFinish: true, Chunk: 1, MaxAttempts: 3)], Ct);
        var session = _ids.NextCall();
        await store.OpenSessionAsync(
            new WorkerSession { Id = session, Worker = "w", Host = "h", Version = "1", Queues = ["default"], Types = ["work"] },
            TimeSpan.FromHours(1), Ct);
        var lane = new Lane("default", "work", Orgs.Default);
        var chunks = await store.ClaimAsync(new ClaimRequest(session, _ids.NextCall(), lane, 3, 3), Ct);
        ItemState[] states = [ItemState.Completed, ItemState.Failed, ItemState.Retrying];
        var fault = new Fault { Class = FaultClass.Transient, Code = "broken", Message = "It broke." };
        await store.FinishAsync([.. chunks.Zip(states, (chunk, state) => new FinishedChunk(
            chunk.Key,
            [
                new ItemOutcome
                {
                    No = chunk.Key.Lo,
                    State = state,
                    Fault = state == ItemState.Completed ? null : fault,
                    RetryIn = TimeSpan.FromDays(1),
                },
            ],
            [], [], new ChunkUsage(TimeSpan.FromSeconds(1))))], Ct);
        await store.ControlAsync(id, JobControl.Cancel, "ann", Ct);
        return id;
    }

    private static async ValueTask<List<string>> LinesAsync(IAsyncEnumerable<string> lines)
    {
        var all = new List<string>();
        await foreach (var line in lines)
            all.Add(line);
        return all;
    }
}
