using System.Diagnostics.CodeAnalysis;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Headway.Tests.Worker;

namespace Headway.Tests.Upkeep;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class ScheduleTests
{
    [Fact]
    public async Task schedule_submits_jobs_that_run_within_seconds_of_their_times()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        var schedule = await bench.Schedules.AddAsync(Told("minutely", new Timing { Cron = "* * * * *" }));
        var fires = await bench.UntilAsync(async () =>
        {
            var page = await bench.Schedules.ListFiresAsync(schedule.Id, new PageRequest(100));
            return page.Rows.Count == 5 ? page.Rows : null;
        }, "five fires");
        Assert.All(fires, fire => Assert.InRange(fire.MadeAt - fire.At, TimeSpan.Zero, TimeSpan.FromSeconds(1.2)));
        Assert.All(fires.Zip(fires.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(1), pair.First.At - pair.Second.At));
        var job = await bench.UntilFinalAsync(fires[0].JobId!.Value);
        Assert.Equal((schedule.Id, "minutely"), (job.ScheduleId!.Value, job.Name));
    }

    [Fact]
    public async Task run_now_submits_beside_the_timing()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        var schedule = await bench.Schedules.AddAsync(Told("yearly", new Timing { Cron = "0 0 1 1 *" }));
        var fire = await bench.Schedules.RunNowAsync(schedule.Id, "ann");
        Assert.True(fire is { ByHand: true, Actor: "ann" });
        await bench.UntilFinalAsync(fire.JobId!.Value);
        Assert.Equal(schedule.NextAt, (await bench.Schedules.GetAsync(schedule.Id))!.NextAt);
    }

    [Fact]
    public async Task what_cannot_be_taken_is_refused_with_a_sentence()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        var daily = new Timing { Cron = "@daily" };
        await RefusedAsync("bad_name", Told("Not A Name", daily));
        await RefusedAsync("unknown_type", Told("a", daily) with { Job = new NewJob { Type = "nothing" } });
        await RefusedAsync("bad_timing", Told("a", new Timing { Cron = "every day" }));
        await RefusedAsync("bad_timing", Told("a", new Timing { At = bench.Clock.GetUtcNow().AddDays(-1) }));
        await RefusedAsync("bad_timing", Told("a", new Timing { Cron = "0 0 30 2 *" }));
        await bench.Schedules.AddAsync(Told("a", daily));
        await RefusedAsync("name_taken", Told("a", daily));

        async Task RefusedAsync(string code, NewSchedule schedule)
        {
            var e = await Assert.ThrowsAsync<SubmissionException>(async () => await bench.Schedules.AddAsync(schedule));
            Assert.Equal(code, e.Code);
        }
    }

    [Fact]
    public async Task schedule_declared_twice_is_one_and_changes()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        var first = await bench.Schedules.PutAsync(Told("declared", new Timing { Every = TimeSpan.FromHours(1) }));
        var second = await bench.Schedules.PutAsync(Told("declared", new Timing { Every = TimeSpan.FromHours(1) }));
        Assert.Equal((first.Id, first.NextAt), (second.Id, second.NextAt));
        var third = await bench.Schedules.PutAsync(Told("declared", new Timing { Every = TimeSpan.FromHours(2) }));
        Assert.Equal((first.Id, first.NextAt!.Value.AddHours(1)), (third.Id, third.NextAt!.Value));
    }

    [Fact]
    public async Task next_times_are_shown_before_there_is_a_schedule()
    {
        await using var bench = await WorkerBench.StartAsync((_, _) => ValueTask.FromResult(Outcome.Completed()));
        var times = await bench.Schedules.NextAsync(new Timing { Cron = "0 9 * * MON", Zone = "America/New_York" }, 3);
        Assert.Equal(
            [.. ((int[])[5, 12, 19]).Select(day => new DateTimeOffset(2026, 1, day, 14, 0, 0, TimeSpan.Zero))], times);
    }

    private static NewSchedule Told(string name, Timing timing) => new()
    {
        Name = name,
        Timing = timing,
        Job = new NewJob { Type = "told" },
        Overlap = OverlapPolicy.Allow,
    };
}
