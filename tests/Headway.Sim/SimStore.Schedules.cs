using System.Globalization;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Schedules and their fires.</summary>
public sealed partial class SimStore : IScheduleStore
{
    private readonly SortedDictionary<Guid, Schedule> _schedules = [];
    private readonly SortedDictionary<(Guid Schedule, DateTimeOffset At, bool ByHand), Fire> _fires = [];

    /// <summary>Fires of a schedule, earliest first, at once.</summary>
    internal IReadOnlyList<Fire> PeekFires(Guid id) => [.. _fires.Values.Where(fire => fire.ScheduleId == id)];

    /// <inheritdoc/>
    public ValueTask<bool> AddScheduleAsync(Schedule schedule, CancellationToken ct) => RunAsync(() =>
    {
        if (_schedules.ContainsKey(schedule.Id))
            return true;
        if (IsTaken(schedule))
            return false;
        _schedules[schedule.Id] = schedule with { CreatedAt = Now, ChangedAt = Now, Version = 1, NextAt = Cut(schedule.NextAt) };
        return true;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> EditScheduleAsync(Schedule schedule, CancellationToken ct) => RunAsync(() =>
    {
        if (!_schedules.TryGetValue(schedule.Id, out var there))
            return ControlResult.NotFound;
        if (there.Version != schedule.Version || IsTaken(schedule))
            return ControlResult.Refused;
        _schedules[schedule.Id] = there with
        {
            Name = schedule.Name,
            Timing = schedule.Timing,
            Overlap = schedule.Overlap,
            Misfire = schedule.Misfire,
            Template = schedule.Template,
            ChangedAt = Now,
            Version = there.Version + 1,
            NextAt = there.Timing == schedule.Timing ? there.NextAt : Cut(schedule.NextAt),
        };
        return ControlResult.Done;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> PauseScheduleAsync(Guid id, string? reason, string? actor, CancellationToken ct) =>
        ChangeAsync(id, there => there with { PausedAt = there.PausedAt ?? Now, PausedBy = actor, PauseReason = reason }, ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> ResumeScheduleAsync(Guid id, DateTimeOffset? nextAt, CancellationToken ct) =>
        ChangeAsync(id, there => there.PausedAt is null
            ? there
            : there with { PausedAt = null, PausedBy = null, PauseReason = null, NextAt = Cut(nextAt) }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveScheduleAsync(Guid id, CancellationToken ct) => RunAsync(() =>
    {
        foreach (var key in _fires.Keys.Where(key => key.Schedule == id).ToList())
            _fires.Remove(key);
        return _schedules.Remove(id);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Schedule?> GetScheduleAsync(Guid id, CancellationToken ct) => RunAsync(() => _schedules.GetValueOrDefault(id), ct);

    /// <inheritdoc/>
    public ValueTask<Schedule?> FindScheduleAsync(string org, string name, CancellationToken ct) =>
        RunAsync(() => _schedules.Values.FirstOrDefault(schedule => schedule.Org == org && schedule.Name == name), ct);

    /// <inheritdoc/>
    public ValueTask<Page<Schedule>> ListSchedulesAsync(string? org, PageRequest page, CancellationToken ct) => RunAsync(() =>
    {
        var rows = _schedules.Values.Where(schedule => org is null || schedule.Org == org)
            .OrderBy(schedule => schedule.Name, StringComparer.Ordinal).ThenBy(schedule => schedule.Id)
            .SkipWhile(schedule => page.After is not null && !IsBehind(schedule, page.After.Split('/')));
        return Cut([.. rows.Take(page.Limit + 1)], page.Limit, schedule => $"{schedule.Name}/{schedule.Id}");
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Page<Fire>> ListFiresAsync(Guid id, PageRequest page, CancellationToken ct)
    {
        long? after = page.After is null ? null
            : long.TryParse(page.After, CultureInfo.InvariantCulture, out var at) ? at : throw BadPage();
        return RunAsync(() =>
        {
            var rows = _fires.Values.Where(fire => fire.ScheduleId == id && (after is null || fire.At.UtcTicks < after)).Reverse();
            return Cut([.. rows.Take(page.Limit + 1)], page.Limit, fire => fire.At.UtcTicks.ToString(CultureInfo.InvariantCulture));
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<FireRound> FireAsync(
        Func<DueSchedule, FirePlan?> decide, IReadOnlyCollection<Guid> except, CancellationToken ct) => RunAsync(() =>
    {
        var (schedules, fires) = (0, 0);
        foreach (var schedule in _schedules.Values.Where(one => !except.Contains(one.Id)).ToList())
        {
            var (open, waiting) = OpenOf(schedule);
            var startsOne = waiting is not null && open == 0;
            if (schedule.PausedAt is not null || (!(schedule.NextAt <= Now) && !startsOne))
                continue;
            if (decide(new DueSchedule(schedule, Now, open, waiting)) is not { } plan)
                continue;
            schedules++;
            fires += plan.Fires.Count(fire => Make(schedule, fire));
            _schedules[schedule.Id] = schedule with
            {
                NextAt = plan.NextAt,
                LastAt = plan.Fires.Count > 0 ? plan.Fires[^1].At : schedule.LastAt,
                Waiting = _fires.Values.Count(fire => fire.ScheduleId == schedule.Id && fire.Outcome == FireOutcome.Waiting),
            };
        }

        Commit(JobEventKind.Enqueued);
        var next = _schedules.Values.Where(one => one.PausedAt is null).Min(one => one.Waiting > 0 ? Now.AddSeconds(1) : one.NextAt);
        return new FireRound(schedules, fires, next is { } at ? TimeSpan.FromTicks(Math.Max(0, (at - Now).Ticks)) : null);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Fire?> FireByHandAsync(Guid id, Func<Schedule, EnqueuedJob> job, string? actor, CancellationToken ct) =>
        RunAsync(() =>
        {
            if (!_schedules.TryGetValue(id, out var schedule))
                return null;
            var made = job(schedule);
            if (_fires.Values.FirstOrDefault(one => one.JobId == made.Id) is { } before)
                return before;
            AddJobs([made]);
            Commit(JobEventKind.Enqueued);
            var fire = new Fire
            {
                ScheduleId = id,
                At = Now,
                MadeAt = Now,
                Outcome = FireOutcome.Submitted,
                JobId = made.Id,
                ByHand = true,
                Actor = actor,
            };
            _fires.Add((id, Now, true), fire);
            return fire;
        }, ct);

    private bool Make(Schedule schedule, PlannedFire planned)
    {
        var key = (schedule.Id, planned.At, false);
        if (_fires.TryGetValue(key, out var before) && before.Outcome != FireOutcome.Waiting)
            return false;
        _fires[key] = new Fire
        {
            ScheduleId = schedule.Id,
            At = planned.At,
            MadeAt = Now,
            Outcome = planned.Outcome,
            JobId = planned.Job?.Id,
            Missed = before?.Missed ?? planned.Missed,
        };
        if (planned.Job is not null)
            AddJobs([planned.Job]);
        return true;
    }

    private (int Open, DateTimeOffset? Waiting) OpenOf(Schedule schedule)
    {
        var fires = _fires.Values.Where(fire => fire.ScheduleId == schedule.Id).ToList();
        var open = fires.Count(fire => fire.JobId is { } job && _jobs.TryGetValue(job, out var there) && there.Phase != JobPhase.Final);
        return (schedule.Overlap == OverlapPolicy.Allow ? 0 : open, fires.Find(fire => fire.Outcome == FireOutcome.Waiting)?.At);
    }

    private static bool IsBehind(Schedule schedule, string[] after) => string.CompareOrdinal(schedule.Name, after[0]) switch
    {
        0 => schedule.Id.CompareTo(Guid.Parse(after[1])) > 0,
        var order => order > 0,
    };

    private bool IsTaken(Schedule schedule) =>
        _schedules.Values.Any(other => other.Id != schedule.Id && other.Org == schedule.Org && other.Name == schedule.Name);

    private ValueTask<ControlResult> ChangeAsync(Guid id, Func<Schedule, Schedule> change, CancellationToken ct) => RunAsync(() =>
    {
        if (!_schedules.TryGetValue(id, out var there))
            return ControlResult.NotFound;
        var now = change(there);
        if (now != there)
            _schedules[id] = now with { ChangedAt = Now, Version = there.Version + 1 };
        return ControlResult.Done;
    }, ct);

    private static DateTimeOffset? Cut(DateTimeOffset? at) => at?.AddTicks(-(at.Value.Ticks % TimeSpan.TicksPerMicrosecond));
}
