using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>How schedules fire.</summary>
public sealed partial class SqlJobStore
{
    private const int FiresBetweenPrunings = 100;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async ValueTask<FireRound> FireAsync(
        Func<DueSchedule, FirePlan?> decide, IReadOnlyCollection<Guid> except, CancellationToken ct)
    {
        var round = await WriteAsync(async (session, token) =>
        {
            var due = new List<(Schedule Schedule, long Fires, DateTimeOffset Now)>();
            TimeSpan? next = null;
            await session.SendAsync(
                Pages("DueSchedules", "NextLook"), [Arg.Of("except", string.Join(' ', except))], (set, row) =>
                {
                    if (set == 0)
                        due.Add((ReadSchedule(row), row.GetInt64(24), row.Time(25)));
                    else
                        next = Wait(row);
                }, token);
            if (due.Count == 0)
                return new FireRound(0, 0, next);
            var open = await OpenFiresAsync(session, due.Select(one => one.Schedule), token);
            var plans = new List<(DueSchedule Due, FirePlan Plan, long Fires)>();
            foreach (var (schedule, fires, now) in due)
            {
                var (jobs, oldest) = open.GetValueOrDefault(schedule.Id);
                var one = new DueSchedule(schedule, now, schedule.Overlap == OverlapPolicy.Allow ? 0 : jobs, oldest);
                if (decide(one) is { } plan)
                    plans.Add((one, plan, fires));
            }

            return new FireRound(plans.Count, await CarryOutAsync(session, plans, token), null);
        }, ct);
        if (round.Fires > 0)
            _hints.Opened();
        return round;
    }

    /// <inheritdoc/>
    public async ValueTask<Fire?> FireByHandAsync(Guid id, Func<Schedule, EnqueuedJob> job, string? actor, CancellationToken ct)
    {
        var fire = await WriteAsync(async (session, token) =>
        {
            var found = await session.FirstAsync(
                _book["LockSchedule"], [Arg.Of("id", id)], row => new { Schedule = ReadSchedule(row), Now = row.Time(25) }, token);
            if (found is null)
                return null;
            var made = job(found.Schedule);
            if (await session.FirstAsync(_book["FireOfJob"], [Arg.Of("id", id), Arg.Of("job", made.Id.Value)], row => ReadFire(row, id),
                token) is { } before)
                return before;

            using var rows = new JsonRows();
            AddFire(rows, id, found.Now, FireOutcome.Submitted, made.Id, 0, found.Schedule.Overlap != OverlapPolicy.Allow, byHand: true,
                actor);
            await session.RunAsync(_book["RecordFires"], [rows.ToArg("fires")], token);
            await AddJobsAsync(session, [made], token);
            return await session.FirstAsync(
                _book["FireOfJob"], [Arg.Of("id", id), Arg.Of("job", made.Id.Value)], row => ReadFire(row, id), token);
        }, ct);
        if (fire is not null)
            _hints.Opened();
        return fire;
    }

    private async ValueTask<Dictionary<Guid, (int Open, DateTimeOffset? Oldest)>> OpenFiresAsync(
        DbSession session, IEnumerable<Schedule> due, CancellationToken ct)
    {
        var open = new Dictionary<Guid, (int, DateTimeOffset?)>();
        var ids = due.Where(schedule => schedule.Overlap != OverlapPolicy.Allow || schedule.Waiting > 0)
            .Select(schedule => schedule.Id.ToString()).ToList();
        if (ids.Count > 0)
        {
            await session.SendAsync(Pages("CloseFires", "OpenFires"), [Arg.Json("ids", JsonRows.List(ids))],
                (_, row) => open[row.GetGuid(0)] = ((int)row.GetInt64(1), row.TimeOrNull(2)), ct);
        }

        return open;
    }

    /// <summary>
    /// Records first, and submits the jobs of those fires only that were recorded: whatever was decided, a fire that is there already
    /// makes no second job.
    /// </summary>
    private async ValueTask<int> CarryOutAsync(
        DbSession session, IReadOnlyList<(DueSchedule Due, FirePlan Plan, long Fires)> plans, CancellationToken ct)
    {
        using var fires = new JsonRows();
        using var schedules = new JsonRows();
        var prune = new List<Guid>();
        foreach (var (due, plan, before) in plans)
        {
            var schedule = due.Schedule;
            foreach (var fire in plan.Fires)
            {
                var open = fire.Job is not null && schedule.Overlap != OverlapPolicy.Allow;
                AddFire(fires, schedule.Id, fire.At, fire.Outcome, fire.Job?.Id, fire.Missed, open, byHand: false, actor: null);
            }

            var waiting = schedule.Waiting + plan.Fires.Count(fire => fire.Outcome == FireOutcome.Waiting)
                - plan.Fires.Count(fire => fire.At == due.OldestWaiting && fire.Outcome == FireOutcome.Submitted);
            var look = waiting > 0 && !(plan.NextAt < due.Now + LookAgain) ? due.Now + LookAgain : plan.NextAt;
            DateTimeOffset? last = plan.Fires.Count > 0 ? plan.Fires[^1].At : null;
            schedules.Row().Add("id", schedule.Id).Add("next", MicrosOf(plan.NextAt)).Add("look", MicrosOf(look))
                .Add("last", MicrosOf(last)).Add("waiting", waiting).Add("fires", plan.Fires.Count);
            if (before / FiresBetweenPrunings != (before + plan.Fires.Count) / FiresBetweenPrunings)
                prune.Add(schedule.Id);
        }

        var recorded = new HashSet<(Guid, DateTimeOffset)>();
        await session.SendAsync(Pages("RecordFires", "AdvanceSchedules"), [fires.ToArg("fires"), schedules.ToArg("schedules")],
            (_, row) => recorded.Add((row.GetGuid(0), row.Time(1))), ct);
        var jobs = plans.SelectMany(plan => plan.Plan.Fires.Where(fire => recorded.Contains((plan.Due.Schedule.Id, fire.At))))
            .Select(fire => fire.Job).OfType<EnqueuedJob>().ToList();
        foreach (var some in jobs.Chunk(1000))
            await AddJobsAsync(session, some, ct);
        foreach (var id in prune)
            await session.RunAsync(_book["PruneFires"], [Arg.Of("id", id)], ct);
        return recorded.Count;
    }

    private static void AddFire(
        JsonRows rows, Guid schedule, DateTimeOffset at, FireOutcome outcome, JobId? job, int missed, bool open, bool byHand, string? actor)
    {
        rows.Row().Add("schedule", schedule).Add("fire_at", Micros.Of(at)).Add("hand", byHand)
            .Add("outcome", outcome.ToString().ToLowerInvariant()).Add("missed", missed).Add("open", open).Add("actor", actor);
        if (job is { } id)
            rows.Add("job", id);
    }

    private static long? MicrosOf(DateTimeOffset? at) => at is { } time ? Micros.Of(time) : null;
}
