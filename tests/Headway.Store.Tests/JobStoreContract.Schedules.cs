using Headway.Machine;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IScheduleStore Schedules => (IScheduleStore)_under.Store;

    [Fact]
    public async Task schedule_keeps_everything_it_was_made_with()
    {
        var now = await _store.NowAsync(Ct);
        var made = await ScheduleAsync("nightly.import", new Timing { Cron = "30 2 * * *", Zone = "Europe/Berlin" }, now.AddHours(3),
            OverlapPolicy.Queue, MisfirePolicy.All, items: 2);
        var read = await Schedules.GetScheduleAsync(made.Id, Ct);
        Assert.NotNull(read);
        Assert.Equal(made.Template.Job.Items, read.Template.Job.Items);
        Assert.Equal(made.Template.Job.Labels!, read.Template.Job.Labels!);
        Assert.Equal(
            made with { CreatedAt = now, ChangedAt = now, Template = read.Template }, read);
        Assert.Equal((3, 7, true), (read.Template.Chunk, read.Template.MaxAttempts, read.Template.HasFinish));
        Assert.Equal(read.Id, (await Schedules.FindScheduleAsync(Orgs.Default, "nightly.import", Ct))!.Id);
        Assert.Null(await Schedules.FindScheduleAsync("other", "nightly.import", Ct));
        Assert.Null(await Schedules.GetScheduleAsync(_ids.NextCall(), Ct));
    }

    [Fact]
    public async Task name_of_a_schedule_is_taken_once_in_an_organisation()
    {
        var first = await ScheduleAsync("tidy");
        Assert.True(await Schedules.AddScheduleAsync(first, Ct));
        Assert.False(await Schedules.AddScheduleAsync(first with { Id = _ids.NextCall() }, Ct));
        Assert.True(await Schedules.AddScheduleAsync(first with { Id = _ids.NextCall(), Org = "other" }, Ct));
        var second = await ScheduleAsync("sweep");
        Assert.Equal(ControlResult.Refused, await Schedules.EditScheduleAsync(second with { Name = "tidy" }, Ct));
        Assert.Equal(ControlResult.NotFound, await Schedules.EditScheduleAsync(second with { Id = _ids.NextCall() }, Ct));
    }

    [Fact]
    public async Task edited_schedule_keeps_its_next_fire_where_the_timing_stays()
    {
        var now = await _store.NowAsync(Ct);
        var made = await ScheduleAsync("edited", next: now.AddMinutes(1));
        var same = made with { Misfire = MisfirePolicy.Skip, NextAt = now.AddMinutes(9) };
        Assert.Equal(ControlResult.Done, await Schedules.EditScheduleAsync(same, Ct));
        var read = (await Schedules.GetScheduleAsync(made.Id, Ct))!;
        Assert.Equal((now.AddMinutes(1), 2, MisfirePolicy.Skip), (read.NextAt!.Value, read.Version, read.Misfire));
        Assert.Equal(ControlResult.Refused, await Schedules.EditScheduleAsync(same, Ct)); // of a version that is past
        var other = read with { Timing = new Timing { Cron = "* * * * *" }, NextAt = now.AddMinutes(9) };
        Assert.Equal(ControlResult.Done, await Schedules.EditScheduleAsync(other, Ct));
        Assert.Equal(now.AddMinutes(9), (await Schedules.GetScheduleAsync(made.Id, Ct))!.NextAt);
    }

    [Fact]
    public async Task schedules_are_listed_by_name_page_by_page()
    {
        foreach (var name in (string[])["c", "a", "b"])
            await ScheduleAsync(name);
        var first = await Schedules.ListSchedulesAsync(Orgs.Default, new PageRequest(2), Ct);
        var second = await Schedules.ListSchedulesAsync(null, new PageRequest(2, first.Next), Ct);
        Assert.Equal(["a", "b", "c"], first.Rows.Concat(second.Rows).Select(schedule => schedule.Name));
        Assert.Null(second.Next);
        Assert.Empty((await Schedules.ListSchedulesAsync("other", new PageRequest(2), Ct)).Rows);
    }

    [Fact]
    public async Task due_schedule_submits_its_job_and_moves_on_in_one_step()
    {
        var now = await _store.NowAsync(Ct);
        var made = await ScheduleAsync("minutely", next: now.AddMinutes(1));
        Assert.Equal(new FireRound(0, 0, TimeSpan.FromMinutes(1)), await FireAsync());
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 1), (await FireAsync()) is var round ? (round.Schedules, round.Fires) : default);
        Assert.Equal(0, (await FireAsync()).Schedules);

        var fire = Assert.Single((await Schedules.ListFiresAsync(made.Id, new PageRequest(10), Ct)).Rows);
        Assert.Equal(
            (now.AddMinutes(1), now.AddMinutes(1), FireOutcome.Submitted, false), (fire.At, fire.MadeAt, fire.Outcome, fire.ByHand));
        var job = await JobAsync(fire.JobId!.Value);
        Assert.True(job is { Name: "minutely", Status: JobStatus.Queued, Seq: 1 } && job.ScheduleId == made.Id);
        var read = (await Schedules.GetScheduleAsync(made.Id, Ct))!;
        Assert.Equal((now.AddMinutes(2), now.AddMinutes(1)), (read.NextAt!.Value, read.LastAt!.Value));
    }

    [Fact]
    public async Task fire_that_is_there_already_makes_no_second_job()
    {
        var now = await _store.NowAsync(Ct);
        var made = await ScheduleAsync("double", next: now);
        for (var i = 0; i < 2; i++)
        {
            // A decision that does not move on stands for whatever could go wrong outside the store.
            await Schedules.FireAsync(
                due => new FirePlan([new PlannedFire(now, FireOutcome.Submitted, NewJob(), 0)], now), [], Ct);
        }

        Assert.Single((await Schedules.ListFiresAsync(made.Id, new PageRequest(10), Ct)).Rows);
        Assert.Equal(1, (await _store.CountJobsAsync(null, Ct)).Values.Sum());
    }

    [Fact]
    public async Task overlap_skip_passes_over_while_a_job_is_open()
    {
        var now = await _store.NowAsync(Ct);
        var made = await ScheduleAsync("slow", next: now);
        await FireAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await FireAsync();
        await WorkOffAsync(await SessionAsync());
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await FireAsync();
        Assert.Equal([FireOutcome.Submitted, FireOutcome.Overlapped, FireOutcome.Submitted], await OutcomesAsync(made.Id));
    }

    [Fact]
    public async Task overlap_queue_waits_for_the_job_before_and_allow_does_not()
    {
        var now = await _store.NowAsync(Ct);
        var queue = await ScheduleAsync("queue", next: now, overlap: OverlapPolicy.Queue, type: "queued");
        var allow = await ScheduleAsync("allow", next: now, overlap: OverlapPolicy.Allow);
        for (var i = 0; i < 3; i++)
        {
            await FireAsync();
            await AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([FireOutcome.Submitted, FireOutcome.Submitted, FireOutcome.Submitted], await OutcomesAsync(allow.Id));
        Assert.Equal([FireOutcome.Submitted, FireOutcome.Waiting, FireOutcome.Waiting], await OutcomesAsync(queue.Id));
        Assert.Equal(2, (await Schedules.GetScheduleAsync(queue.Id, Ct))!.Waiting);
        await Schedules.PauseScheduleAsync(allow.Id, null, null, Ct);
        var session = await SessionAsync();
        var lane = new Lane("default", "queued", Orgs.Default);
        for (var ended = 1; ended <= 2; ended++)
        {
            await WorkOffAsync(session, lane: lane);
            await AdvanceAsync(TimeSpan.FromSeconds(1));
            await FireAsync();
            Assert.Equal(ended + 1, (await OutcomesAsync(queue.Id)).Count(outcome => outcome == FireOutcome.Submitted));
        }
    }

    [Fact]
    public async Task paused_schedule_makes_no_fires_and_resumes_from_now_on()
    {
        var now = await _store.NowAsync(Ct);
        var made = await ScheduleAsync("paused", next: now);
        Assert.Equal(ControlResult.Done, await Schedules.PauseScheduleAsync(made.Id, "too loud", "ann", Ct));
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(new FireRound(0, 0, null), await FireAsync());
        var read = (await Schedules.GetScheduleAsync(made.Id, Ct))!;
        Assert.Equal(("too loud", "ann", now), (read.PauseReason, read.PausedBy, read.PausedAt!.Value));
        Assert.Equal(ControlResult.Done, await Schedules.ResumeScheduleAsync(made.Id, now.AddMinutes(11), Ct));
        await FireAsync();
        Assert.Empty(await OutcomesAsync(made.Id));
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await FireAsync();
        Assert.Single(await OutcomesAsync(made.Id));
        Assert.Equal(ControlResult.NotFound, await Schedules.PauseScheduleAsync(_ids.NextCall(), null, null, Ct));
        Assert.Equal(ControlResult.NotFound, await Schedules.ResumeScheduleAsync(_ids.NextCall(), null, Ct));
    }

    [Fact]
    public async Task fire_by_hand_runs_a_paused_schedule_and_is_made_once()
    {
        var now = await _store.NowAsync(Ct);
        var made = await ScheduleAsync("byhand", next: now.AddHours(1));
        await Schedules.PauseScheduleAsync(made.Id, null, null, Ct);
        var job = NewJob();
        var fire = await Schedules.FireByHandAsync(made.Id, _ => job, "ann", Ct);
        Assert.Equal((job.Id, true, "ann", now), (fire!.JobId!.Value, fire.ByHand, fire.Actor, fire.At));
        await AdvanceAsync(Tick);
        Assert.Equal(fire, await Schedules.FireByHandAsync(made.Id, _ => job, "ann", Ct));
        Assert.Equal(fire, Assert.Single((await Schedules.ListFiresAsync(made.Id, new PageRequest(10), Ct)).Rows));
        Assert.Equal(JobStatus.Queued, (await JobAsync(job.Id)).Status);
        Assert.Null(await Schedules.FireByHandAsync(_ids.NextCall(), _ => NewJob(), null, Ct));
    }

    [Fact]
    public async Task removed_schedule_leaves_its_jobs()
    {
        var made = await ScheduleAsync("gone", next: await _store.NowAsync(Ct));
        await FireAsync();
        Assert.True(await Schedules.RemoveScheduleAsync(made.Id, Ct));
        Assert.False(await Schedules.RemoveScheduleAsync(made.Id, Ct));
        Assert.Null(await Schedules.GetScheduleAsync(made.Id, Ct));
        Assert.Empty((await Schedules.ListFiresAsync(made.Id, new PageRequest(10), Ct)).Rows);
        Assert.Equal(1, (await _store.CountJobsAsync(null, Ct))[JobStatus.Queued]);
    }

    [Fact]
    public async Task fires_are_listed_latest_first_and_old_ones_are_let_go()
    {
        var now = await _store.NowAsync(Ct);
        var made = await ScheduleAsync("busy", new Timing { Every = TimeSpan.FromSeconds(1), At = now }, now, OverlapPolicy.Allow,
            MisfirePolicy.All);
        for (var i = 0; i < 20; i++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(59));
            await FireAsync();
        }

        var page = await Schedules.ListFiresAsync(made.Id, new PageRequest(10), Ct);
        Assert.Equal(now.AddSeconds(20 * 59), page.Rows[0].At);
        var next = await Schedules.ListFiresAsync(made.Id, new PageRequest(10, page.Next), Ct);
        Assert.Equal(now.AddSeconds((20 * 59) - 10), next.Rows[0].At);
        await CheckJobsAsync(1 + (20 * 59));
    }

    private async ValueTask CheckJobsAsync(long expected) =>
        Assert.Equal(expected, (await _store.CountJobsAsync(null, Ct)).Values.Sum());

    private async ValueTask<FireRound> FireAsync()
    {
        var round = await Schedules.FireAsync(
            due => FirePlanner.Decide(due, () => NewJob(type: due.Schedule.Template.Job.Type, name: due.Schedule.Name) is var job
                ? job with { Job = job.Job with { ScheduleId = due.Schedule.Id } } : null!), [], Ct);
        await _store.CheckAllAsync(Ct);
        return round;
    }

    private async ValueTask<FireOutcome[]> OutcomesAsync(Guid id) =>
        [.. (await Schedules.ListFiresAsync(id, new PageRequest(1000), Ct)).Rows.Reverse().Select(fire => fire.Outcome)];

    private async ValueTask<Schedule> ScheduleAsync(
        string name, Timing? timing = null, DateTimeOffset? next = null, OverlapPolicy overlap = OverlapPolicy.Skip,
        MisfirePolicy misfire = MisfirePolicy.Once, int? items = null, string type = "work")
    {
        var job = NewJob(items: items, finish: true, chunk: 3, maxAttempts: 7, type: type);
        var schedule = new Schedule
        {
            Id = _ids.NextCall(),
            Org = Orgs.Default,
            Name = name,
            Timing = timing ?? new Timing { Every = TimeSpan.FromMinutes(1), At = await _store.NowAsync(Ct) },
            Overlap = overlap,
            Misfire = misfire,
            Template = job with
            {
                Id = default,
                Job = job.Job with { Labels = new Dictionary<string, string> { ["from"] = "schedule" } },
            },
            CreatedBy = "ann",
            NextAt = next,
        };
        Assert.True(await Schedules.AddScheduleAsync(schedule, Ct));
        return schedule;
    }
}
