using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IAttemptStore Attempts => (IAttemptStore)_under.Store;

    [Fact]
    public async Task attempts_over_all_jobs_come_latest_first_each_item_with_its_own_outcome()
    {
        var session = await SessionAsync();
        var first = await EnqueueAsync(NewJob(items: 3, chunk: 3, name: "First"));
        await FinishAsync(Ended(await ClaimOneAsync(session), no => no == 2 ? ItemState.Failed : ItemState.Completed));
        var second = await EnqueueAsync(NewJob(items: 1, finish: true));
        await WorkOffAsync(session);

        var page = await Attempts.ListEndedAsync(new AttemptFilter(), new PageRequest(100), Ct);

        Assert.Null(page.Next);
        Assert.Equal(
            [(second, 2, AttemptOutcome.Completed), (second, 1, AttemptOutcome.Completed), (first, 3, AttemptOutcome.Completed),
                (first, 2, AttemptOutcome.Failed), (first, 1, AttemptOutcome.Completed)],
            page.Rows.Select(row => (row.Attempt.JobId, row.Attempt.No, row.Attempt.Outcome)));
        Assert.Equal(("work", "First"), (page.Rows[^1].Type, page.Rows[^1].JobName));
        var failed = page.Rows[3].Attempt;
        Assert.Equal("Item 2 broke.", failed.Fault!.Message);
        Assert.Equal(Assert.Single(await _store.ListAttemptsAsync(first, 2, Ct)), failed);
        Assert.Null(page.Rows[^1].Attempt.Fault);
    }

    [Fact]
    public async Task attempts_are_paged_without_a_gap_and_without_a_row_twice()
    {
        var session = await SessionAsync();
        for (var i = 0; i < 3; i++)
        {
            await EnqueueAsync(NewJob(items: 5, chunk: 3));
            await WorkOffAsync(session, no => no % 2 == 0 ? ItemState.Failed : ItemState.Completed);
        }

        foreach (var succeeded in new bool?[] { null, true, false })
        {
            foreach (var text in new[] { null, "WOR" })
            {
                var filter = new AttemptFilter { Succeeded = succeeded, Text = text };
                var whole = (await Attempts.ListEndedAsync(filter, new PageRequest(1000), Ct)).Rows;
                var walked = new List<AttemptLine>();
                for (string? after = null; ;)
                {
                    var page = await Attempts.ListEndedAsync(filter, new PageRequest(2, after), Ct);
                    walked.AddRange(page.Rows);
                    if ((after = page.Next) is null)
                        break;
                }

                Assert.Equal(succeeded switch { true => 9, false => 6, null => 15 }, whole.Count);
                Assert.Equal(whole, walked);
            }
        }
    }

    [Fact]
    public async Task attempts_are_filtered_by_outcome_name_and_time()
    {
        var session = await SessionAsync();
        var good = await EnqueueAsync(NewJob(name: "Fall 50%"));
        await WorkOffAsync(session);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        var between = await _store.NowAsync(Ct);
        session = await SessionAsync();
        var bad = await EnqueueAsync(NewJob(name: "Spring"));
        await WorkOffAsync(session, _ => ItemState.Failed);
        var lost = await EnqueueAsync(NewJob(items: 2, chunk: 2));
        await ClaimOneAsync(session);
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(1, await _store.ReapAsync(Ct));

        Assert.Equal([good], await JobsOfAsync(new AttemptFilter { Succeeded = true }));
        Assert.Equal([lost, lost, bad], await JobsOfAsync(new AttemptFilter { Succeeded = false }));
        Assert.Equal([bad], await JobsOfAsync(new AttemptFilter { Text = "spri" }));
        Assert.Equal([good], await JobsOfAsync(new AttemptFilter { Text = "50%" }));
        Assert.Empty(await JobsOfAsync(new AttemptFilter { Text = "50_" }));
        Assert.Equal([good], await JobsOfAsync(new AttemptFilter { To = between }));
        Assert.Equal([lost, lost, bad], await JobsOfAsync(new AttemptFilter { From = between }));
        Assert.Empty(await JobsOfAsync(new AttemptFilter { Org = "other" }));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Attempts.ListEndedAsync(new AttemptFilter(), new PageRequest(10, "nonsense"), Ct));

        async Task<JobId[]> JobsOfAsync(AttemptFilter filter) =>
            [.. (await Attempts.ListEndedAsync(filter, new PageRequest(10), Ct)).Rows.Select(row => row.Attempt.JobId)];
    }

    [Fact]
    public async Task what_runs_is_listed_with_who_holds_it()
    {
        var session = await SessionAsync("builder");
        var id = await EnqueueAsync(NewJob(items: 5, chunk: 2, name: "Running"));
        await ClaimAsync(session, max: 2);

        var running = await Attempts.ListRunningAsync(new AttemptFilter(), 10, Ct);

        Assert.Equal([(3, 4), (1, 2)], running.Select(chunk => (chunk.First, chunk.Last)));
        Assert.All(running, chunk => Assert.Equal(
            (id, "work", "Running", ChunkKind.Work, session, "builder", 1),
            (chunk.JobId, chunk.Type, chunk.JobName, chunk.Kind, chunk.Session, chunk.Worker, chunk.Number)));
        Assert.Single(await Attempts.ListRunningAsync(new AttemptFilter(), 1, Ct));
        Assert.Empty(await Attempts.ListRunningAsync(new AttemptFilter { Text = "nobody" }, 10, Ct));
    }
}
