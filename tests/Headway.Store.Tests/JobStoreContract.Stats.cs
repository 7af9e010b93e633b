using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private static readonly Lane OfA = new("default", "work", "a");

    private IStatsStore Stats => (IStatsStore)_under.Store;

    [Fact]
    public async Task outcomes_are_summed_by_kind_and_times_by_length()
    {
        var session = await SessionAsync(lease: TimeSpan.FromHours(5));
        await EnqueueAsync(NewJob(items: 4, chunk: 4, org: "a"));
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        ItemState[] states = [ItemState.Completed, ItemState.Skipped, ItemState.Failed, ItemState.Retrying];
        await FinishAsync(Ended(await ClaimOneAsync(session, OfA), no => states[no - 1]));

        var row = Assert.Single(await ReadAsync(TimeSpan.FromHours(1)));
        Assert.Equal((1, 1, 1, 1, 0, 0), (row.Completed, row.Skipped, row.Failed, row.Retried, row.Cancelled, row.Lost));
        Assert.Equal((TimeSpan.FromSeconds(1), 1), (row.Busy, row.Started));
        Assert.Equal(TimeSpan.FromSeconds(30) + Tick, row.Waited);
        Assert.Equal(4, row.RunTimes.Count);
        AssertNear(TimeSpan.FromMilliseconds(250), row.RunTimes.Quantile(0.5));
        AssertNear(TimeSpan.FromSeconds(30), row.WaitTimes.Quantile(0.95));
    }

    [Fact]
    public async Task statistics_are_grouped_and_narrowed()
    {
        var session = await SessionAsync();
        foreach (var (org, type, queue) in (ValueTuple<string, string, string>[])
            [("a", "work", "default"), ("a", "rest", "slow"), ("b", "work", "slow")])
        {
            await EnqueueAsync(NewJob(org: org, type: type, queue: queue));
            await FinishAsync(await ClaimOneAsync(session, new Lane(queue, type, org)));
        }

        Assert.Equal([("", 3)], await KeysAsync(StatsGrouping.All));
        Assert.Equal([("rest", 1), ("work", 2)], await KeysAsync(StatsGrouping.Type));
        Assert.Equal([("a", 2), ("b", 1)], await KeysAsync(StatsGrouping.Org));
        Assert.Equal([("default", 1), ("slow", 2)], await KeysAsync(StatsGrouping.Queue));
        var since = await _store.NowAsync(Ct) - TimeSpan.FromHours(1);
        var narrowed = await Stats.ReadStatsAsync(new StatsQuery(since, StatsGrouping.Type, "a", "rest", "slow"), Ct);
        Assert.Equal(["rest"], narrowed.Select(row => row.Key));
        Assert.Empty(await Stats.ReadStatsAsync(new StatsQuery(since, Org: "c"), Ct));
    }

    [Fact]
    public async Task only_the_first_chunk_of_a_job_tells_how_long_it_waited()
    {
        var session = await SessionAsync(lease: TimeSpan.FromHours(5));
        var due = (await _store.NowAsync(Ct)).AddMinutes(10);
        await EnqueueAsync(NewJob(items: 2, dueAt: due));
        await AdvanceAsync(TimeSpan.FromMinutes(11));
        await _store.PromoteAsync(Ct);
        var first = await ClaimOneAsync(session);
        Assert.NotNull(first.Waited);
        Assert.InRange(first.Waited.Value, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1) + 10 * Tick);
        var second = await ClaimOneAsync(session);
        Assert.Null(second.Waited);
        await _store.ReleaseAsync([first.Key], Ct);
        Assert.NotNull((await ClaimOneAsync(session)).Waited);

        await EnqueueAsync(NewJob(plan: true));
        Assert.NotNull((await ClaimOneAsync(session)).Waited);
    }

    [Fact]
    public async Task cancelled_and_lost_attempts_are_counted_apart()
    {
        var session = await SessionAsync();
        var id = await EnqueueAsync(NewJob(items: 3, chunk: 3));
        var chunk = await ClaimOneAsync(session);
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.False(await FinishAsync(Ended(chunk)));
        await EnqueueAsync(NewJob(items: 2, chunk: 2));
        await ClaimOneAsync(session);
        await AdvanceAsync(Lease + Tick);
        await _store.ReapAsync(Ct);

        var row = Assert.Single(await ReadAsync(TimeSpan.FromHours(1)));
        Assert.Equal((0, 3, 2), (row.Completed, row.Cancelled, row.Lost));
        Assert.Equal(0, row.RunTimes.Count);
    }

    [Fact]
    public async Task folding_changes_no_answer()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(60));
        var start = await _store.NowAsync(Ct);
        await AdvanceAsync(start.Date.AddDays(1) - start.UtcDateTime);
        foreach (var wait in (TimeSpan[])
            [TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(50), TimeSpan.FromHours(5), TimeSpan.FromDays(1.5), TimeSpan.FromDays(1)])
        {
            await EnqueueAsync(NewJob(items: 2, org: "a"));
            await WorkOffAsync(session, no => no == 1 ? ItemState.Completed : ItemState.Failed, OfA);
            await AdvanceAsync(wait);
        }

        var before = await AnswersAsync();
        Assert.All(before, answer => Assert.NotEmpty(answer));
        for (var i = 0; i < 3; i++)
        {
            await Stats.FoldStatsAsync(Ct);
            Assert.Equal(before, await AnswersAsync());
        }
    }

    [Fact]
    public async Task minutes_are_dropped_after_two_days_and_days_are_kept()
    {
        var session = await SessionAsync(lease: TimeSpan.FromDays(500));
        await EnqueueAsync(NewJob());
        await WorkOffAsync(session);
        await AdvanceAsync(TimeSpan.FromDays(100));
        await Stats.FoldStatsAsync(Ct);
        await Stats.FoldStatsAsync(Ct);
        Assert.Equal(1, Assert.Single(await ReadAsync(TimeSpan.FromDays(101))).Completed);
    }

    [Fact]
    public async Task tallies_follow_every_change_and_survive_folding()
    {
        var session = await SessionAsync();
        await EnqueueAsync(NewJob(org: "a"));
        var id = await EnqueueAsync(NewJob(org: "a"));
        await EnqueueAsync(NewJob(org: "b", dueAt: (await _store.NowAsync(Ct)).AddHours(1)));
        await FinishAsync(await ClaimOneAsync(session, OfA));
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        JobTally[] expected =
        [
            new("a", "work", JobStatus.Completed, 1), new("a", "work", JobStatus.Paused, 1), new("b", "work", JobStatus.Scheduled, 1),
        ];
        Assert.Equal(expected, await Stats.TallyJobsAsync(null, Ct));
        while (await Stats.FoldStatsAsync(Ct))
            Assert.Equal(expected, await Stats.TallyJobsAsync(null, Ct));
        Assert.Equal(expected, await Stats.TallyJobsAsync(null, Ct));
        Assert.Equal(expected[..2], await Stats.TallyJobsAsync("a", Ct));
        Assert.Equal(0, await Stats.AuditTalliesAsync(Ct));
    }

    [Fact]
    public async Task what_was_metered_is_kept_with_attempt_job_and_statistics()
    {
        var session = await SessionAsync();
        var id = await EnqueueAsync(NewJob(items: 2));
        var used = new Metered(TimeSpan.FromSeconds(2), 3_000_000_000, 5_000_000_000);
        foreach (var peak in (long[])[3_000_000_000, 1_000_000])
        {
            var chunk = Ended(await ClaimOneAsync(session));
            await FinishAsync(chunk with { Usage = chunk.Usage with { Metered = used with { PeakMemoryBytes = peak } } });
        }

        Assert.Equal(used + used, (await JobAsync(id)).Metered);
        Assert.Equal(used, Assert.Single(await _store.ListAttemptsAsync(id, 1, Ct)).Metered);
        Assert.Equal(1_000_000, Assert.Single(await _store.ListAttemptsAsync(id, 2, Ct)).Metered.PeakMemoryBytes);
        Assert.Equal(used + used, Assert.Single(await ReadAsync(TimeSpan.FromHours(1))).Metered);
    }

    [Fact]
    public async Task jobs_are_found_by_what_submitted_them()
    {
        var accepted = NewJob();
        var id = await EnqueueAsync(accepted with { Job = accepted.Job with { Source = JobSource.Schedule } });
        var other = await EnqueueAsync(NewJob());
        Assert.Equal(JobSource.Schedule, (await JobAsync(id)).Source);
        Assert.Equal([id], await FindAsync(new JobFilter { Sources = [JobSource.Schedule] }));
        Assert.Equal([other, id], await FindAsync(new JobFilter { Sources = [JobSource.Schedule, JobSource.Api] }));
        Assert.Empty(await FindAsync(new JobFilter { Sources = [JobSource.Webhook] }));
    }

    [Fact]
    public async Task surroundings_tell_what_stands_before_a_job()
    {
        Assert.Null(await Stats.ReadSurroundingsAsync(_ids.NextJob(), Ct));
        await EnqueueAsync(NewJob());
        await EnqueueAsync(NewJob(priority: 5));
        var id = await EnqueueAsync(NewJob());
        await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var around = await SurroundingsAsync(id);
        Assert.Equal((true, 2, null), (around.Open, around.Ahead, around.RetryAt));
        Assert.Equal([session], around.Sessions.Select(one => one.Id));

        await _store.ControlAsync(id, JobControl.Pause, "ann", Ct);
        around = await SurroundingsAsync(id);
        Assert.Equal((false, 0, "ann"), (around.Open, around.Ahead, around.PausedBy));

        var retried = await EnqueueAsync(NewJob(org: "a"));
        await FinishAsync(await ClaimOneAsync(session, OfA), ItemState.Retrying);
        around = await SurroundingsAsync(retried);
        Assert.Equal(around.Now + TimeSpan.FromSeconds(10) - Tick, around.RetryAt);
    }

    [Fact]
    public async Task waiting_work_is_told_with_its_age_and_a_beat_tells_the_last_claim()
    {
        var session = await SessionAsync();
        Assert.Empty(await Stats.ListWaitingAsync(Ct));
        await EnqueueAsync(NewJob());
        var accepted = await _store.NowAsync(Ct) - Tick;
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal([new WaitingWork("default", "work", accepted)], await Stats.ListWaitingAsync(Ct));
        Assert.Null(Assert.Single(await _store.ListSessionsAsync(Ct)).ClaimedAt);
        await _store.BeatAsync(new Beat(session, Lease, 0, null, 0, false, TimeSpan.FromSeconds(3)), Ct);
        Assert.Equal(await _store.NowAsync(Ct) - TimeSpan.FromSeconds(3), Assert.Single(await _store.ListSessionsAsync(Ct)).ClaimedAt);
        await _store.BeatAsync(new Beat(session, Lease, 0, null, 0, false), Ct);
        Assert.NotNull(Assert.Single(await _store.ListSessionsAsync(Ct)).ClaimedAt);
    }

    private async ValueTask<JobSurroundings> SurroundingsAsync(JobId id)
    {
        var around = await Stats.ReadSurroundingsAsync(id, Ct);
        Assert.NotNull(around);
        return around;
    }

    private async ValueTask<IReadOnlyList<StatsRow>> ReadAsync(TimeSpan window) =>
        await Stats.ReadStatsAsync(new StatsQuery(await _store.NowAsync(Ct) - window), Ct);

    private async ValueTask<IEnumerable<(string, long)>> KeysAsync(StatsGrouping by)
    {
        var since = await _store.NowAsync(Ct) - TimeSpan.FromHours(1);
        return (await Stats.ReadStatsAsync(new StatsQuery(since, by), Ct)).Select(row => (row.Key, row.Completed));
    }

    /// <summary>What is told of stretches that begin where rows of every level begin.</summary>
    private async ValueTask<List<string>> AnswersAsync()
    {
        var answers = new List<string>();
        var now = await _store.NowAsync(Ct);
        foreach (var days in (int[])[1, 2, 5, 20])
        {
            var since = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-days), TimeSpan.Zero);
            foreach (var row in await Stats.ReadStatsAsync(new StatsQuery(since, StatsGrouping.Type), Ct))
                answers.Add($"{days} {row with { RunTimes = null!, WaitTimes = null! }} {row.RunTimes.Count} {row.WaitTimes.Count}");
            foreach (var minutes in (int[])(days == 1 ? [15, 60, 1440] : [60, 1440]))
            {
                answers.AddRange((await _store.ThroughputAsync(null, since, TimeSpan.FromMinutes(minutes), Ct))
                    .Select(bucket => $"{days} {minutes} {bucket}"));
            }
        }

        return answers;
    }

    private static void AssertNear(TimeSpan expected, TimeSpan? told)
    {
        Assert.NotNull(told);
        Assert.InRange(told.Value / expected, 0.9, 1.1);
    }
}
