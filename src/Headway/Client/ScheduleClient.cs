using Headway.Handlers;
using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs make, change and ask about schedules.</summary>
/// <param name="store">Where schedules live.</param>
/// <param name="jobs">Tells the store's time.</param>
/// <param name="types">The job types that may be submitted.</param>
/// <param name="ids">Gives the ids.</param>
public sealed class ScheduleClient(IScheduleStore store, IJobStore jobs, JobTypeRegistry types, IdSource ids)
{
    private const int MaxName = 100;
    private const int MaxReason = 400;
    private const int MaxNext = 1000;

    /// <summary>Makes a schedule.</summary>
    /// <param name="schedule">What it does when.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="id">Its id, where the caller must be able to repeat the call; null makes one.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <exception cref="SubmissionException">Something in it cannot be taken, or the name is taken (<c>name_taken</c>).</exception>
    public async ValueTask<Schedule> AddAsync(
        NewSchedule schedule, string? actor = null, Guid? id = null, CancellationToken ct = default)
    {
        var made = WithFires(Check(schedule, id ?? ids.NewGuid(), actor, await jobs.NowAsync(ct)));
        if (!await store.AddScheduleAsync(made, ct))
            throw NameTaken(made.Name);
        return await store.GetScheduleAsync(made.Id, ct) ?? made;
    }

    /// <summary>Makes a schedule, or changes the one of that name to this; for schedules that are declared in code.</summary>
    /// <exception cref="SubmissionException">As for <see cref="AddAsync"/>.</exception>
    public async ValueTask<Schedule> PutAsync(NewSchedule schedule, string? actor = null, CancellationToken ct = default)
    {
        while (true)
        {
            if (await store.FindScheduleAsync(schedule.Job.Org, schedule.Name, ct) is { } there)
            {
                if (await EditAsync(there, schedule, ct) is { } edited)
                    return edited;
                continue; // changed or removed meanwhile: look again
            }

            var made = WithFires(Check(schedule, ids.NewGuid(), actor, await jobs.NowAsync(ct)));
            if (await store.AddScheduleAsync(made, ct))
                return await store.GetScheduleAsync(made.Id, ct) ?? made;
        }
    }

    /// <summary>Changes a schedule. Where the timing changes, its next fire is worked out anew, from now.</summary>
    /// <param name="there">As it was read.</param>
    /// <param name="schedule">As it is to be.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>As it is now; null where somebody else changed or removed it since it was read.</returns>
    /// <exception cref="SubmissionException">As for <see cref="AddAsync"/>.</exception>
    public async ValueTask<Schedule?> EditAsync(Schedule there, NewSchedule schedule, CancellationToken ct = default)
    {
        if (schedule.Name != there.Name && await store.FindScheduleAsync(there.Org, schedule.Name, ct) is not null)
            throw NameTaken(schedule.Name);
        if (schedule.Timing is { Every: { } every, At: null } && every == there.Timing.Every)
            schedule = schedule with { Timing = schedule.Timing with { At = there.Timing.At } };
        var made = Check(schedule, there.Id, there.CreatedBy, await jobs.NowAsync(ct)) with { Version = there.Version };
        var edited = await store.EditScheduleAsync(made, ct);
        return edited == ControlResult.Done ? await store.GetScheduleAsync(there.Id, ct) : null;
    }

    /// <summary>Stops a schedule from firing by itself.</summary>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why, ≤ 400 characters; may be null.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    public ValueTask<ControlResult> PauseAsync(Guid id, string? reason = null, string? actor = null, CancellationToken ct = default) =>
        reason?.Length > MaxReason
            ? throw new SubmissionException("reason_too_long", $"A reason may have at most {MaxReason} characters.")
            : store.PauseScheduleAsync(id, reason, actor, ct);

    /// <summary>Lets a paused schedule fire again, from now on: what its timing said meanwhile is passed over.</summary>
    public async ValueTask<ControlResult> ResumeAsync(Guid id, CancellationToken ct = default)
    {
        if (await store.GetScheduleAsync(id, ct) is not { } there)
            return ControlResult.NotFound;
        var next = TimingRule.Of(there.Timing).After(await jobs.NowAsync(ct));
        return await store.ResumeScheduleAsync(id, next, ct);
    }

    /// <summary>Forgets a schedule; jobs it submitted stay.</summary>
    /// <returns>False where there is none.</returns>
    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken ct = default) => store.RemoveScheduleAsync(id, ct);

    /// <summary>Submits the schedule's job now, besides its timing.</summary>
    /// <param name="id">Which schedule.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="job">The job's id, where the caller must be able to repeat the call; null makes one.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The fire; null where there is no such schedule.</returns>
    public ValueTask<Fire?> RunNowAsync(Guid id, string? actor = null, JobId? job = null, CancellationToken ct = default)
    {
        var key = job ?? ids.NewJobId();
        return store.FireByHandAsync(id, schedule => JobOf(schedule) with { Id = key }, actor, ct);
    }

    /// <summary>One schedule; null where there is none.</summary>
    public ValueTask<Schedule?> GetAsync(Guid id, CancellationToken ct = default) => store.GetScheduleAsync(id, ct);

    /// <summary>The schedule of a name; null where the organisation has none.</summary>
    public ValueTask<Schedule?> FindAsync(string org, string name, CancellationToken ct = default) =>
        store.FindScheduleAsync(org, name, ct);

    /// <inheritdoc cref="IScheduleStore.ListSchedulesAsync"/>
    public ValueTask<Page<Schedule>> ListAsync(string? org, PageRequest page, CancellationToken ct = default) =>
        store.ListSchedulesAsync(org, page, ct);

    /// <inheritdoc cref="IScheduleStore.ListFiresAsync"/>
    public ValueTask<Page<Fire>> ListFiresAsync(Guid id, PageRequest page, CancellationToken ct = default) =>
        store.ListFiresAsync(id, page, ct);

    /// <summary>The next times of a timing, after now.</summary>
    /// <param name="timing">Any timing, whether or not a schedule has it.</param>
    /// <param name="count">1–1,000; fewer come where it ends.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="SubmissionException">It is no timing.</exception>
    public async ValueTask<IReadOnlyList<DateTimeOffset>> NextAsync(Timing timing, int count, CancellationToken ct = default)
    {
        var now = await jobs.NowAsync(ct);
        var rule = TimingRule.Of(Anchored(timing, now));
        var times = new List<DateTimeOffset>();
        for (var at = rule.After(now); at is { } time && times.Count < Math.Clamp(count, 1, MaxNext); at = rule.After(time))
            times.Add(time);
        return times;
    }

    /// <summary>A job of a schedule: its template, run as its type says here, or said where the schedule was last written.</summary>
    internal EnqueuedJob JobOf(Schedule schedule)
    {
        var template = schedule.Template with { Id = ids.NewJobId() };
        var job = template.Job with { Name = template.Job.Name ?? schedule.Name, ScheduleId = schedule.Id, Source = JobSource.Schedule };
        return types.TryGet(job.Type, out var type) ? Shape(job, type, template.Id) : template with { Job = job };
    }

    private static EnqueuedJob Shape(NewJob job, JobType type, JobId id) =>
        new(id, job, type.HasPlan && job.Items is null, type.HasFinish, type.Chunk, type.Retry.Attempts);

    private Schedule Check(NewSchedule schedule, Guid id, string? actor, DateTimeOffset now)
    {
        if (schedule.Name.Length is 0 or > MaxName || !schedule.Name.All(IsNameLetter))
        {
            throw new SubmissionException("bad_name",
                $"'{schedule.Name}' is no name for a schedule: use lower-case letters, digits, '-', '_' and dots, at most 100.");
        }

        if (!types.TryGet(schedule.Job.Type, out var type))
        {
            var known = string.Join(", ", types.All.Select(t => t.Name));
            throw new SubmissionException("unknown_type", $"There is no job type '{schedule.Job.Type}'. Known here: {known}.");
        }

        if (schedule.Job.After.Count > 0 || schedule.Job.Parent is not null)
        {
            throw new SubmissionException(
                "bad_prerequisite", "Jobs of a schedule wait for their time and for no other job; leave out 'after' and 'parent'.");
        }

        if (schedule.Job.UniqueKey is not null)
        {
            throw new SubmissionException("unique_key_in_schedule",
                "The job of a schedule has no unique key; the overlap policy says what happens while an earlier one is open.");
        }

        SubmissionCheck.Job(schedule.Job);
        var timing = Anchored(schedule.Timing, now);
        return new Schedule
        {
            Id = id,
            Org = schedule.Job.Org,
            Name = schedule.Name,
            Timing = timing,
            Overlap = schedule.Overlap,
            Misfire = schedule.Misfire,
            Template = Shape(schedule.Job with { CreatedBy = actor, DueAt = null }, type, default),
            CreatedBy = actor,
            NextAt = TimingRule.Of(timing).After(now),
        };
    }

    private static Schedule WithFires(Schedule schedule) => schedule.NextAt is not null
        ? schedule
        : throw new SubmissionException("bad_timing", "This schedule would never fire: its time has passed, or there is no such date.");

    private static Timing Anchored(Timing timing, DateTimeOffset now) =>
        timing is { Every: { } every, At: null, Cron: null } ? timing with { At = now + every } : timing;

    private static bool IsNameLetter(char letter) =>
        char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' or '.';

    private static SubmissionException NameTaken(string name) =>
        new("name_taken", $"There is a schedule called '{name}' already; change that one, or choose another name.");
}
