using Headway.Model;

namespace Headway.Store;

/// <summary>Where schedules live. The rules of <see cref="IJobStore"/> hold for every method.</summary>
public interface IScheduleStore
{
    /// <summary>Keeps a new schedule. The same id again changes nothing, so it may be repeated after a lost answer.</summary>
    /// <param name="schedule">Checked; its times of making and changing are set by the store.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>False where the organisation has another schedule of that name.</returns>
    ValueTask<bool> AddScheduleAsync(Schedule schedule, CancellationToken ct);

    /// <summary>Replaces name, timing, policies, template and next fire of a schedule.</summary>
    /// <param name="schedule">With the version it was read at.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>
    /// Refused where the version is another by now, or the organisation has another schedule of that name. The next fire stays what
    /// it is where the timing does.
    /// </returns>
    ValueTask<ControlResult> EditScheduleAsync(Schedule schedule, CancellationToken ct);

    /// <summary>Stops a schedule from firing by itself. Fires that wait go on waiting. One that is paused gets the new reason.</summary>
    ValueTask<ControlResult> PauseScheduleAsync(Guid id, string? reason, string? actor, CancellationToken ct);

    /// <summary>Lets a paused schedule fire again. What its timing said in the meantime is passed over.</summary>
    /// <param name="id">Which.</param>
    /// <param name="nextAt">Its next fire, from its timing.</param>
    /// <param name="ct">Cancels waiting.</param>
    ValueTask<ControlResult> ResumeScheduleAsync(Guid id, DateTimeOffset? nextAt, CancellationToken ct);

    /// <summary>Forgets a schedule and its fires; jobs it submitted stay.</summary>
    /// <returns>False where there is none.</returns>
    ValueTask<bool> RemoveScheduleAsync(Guid id, CancellationToken ct);

    /// <summary>One schedule.</summary>
    /// <returns>Null where there is none.</returns>
    ValueTask<Schedule?> GetScheduleAsync(Guid id, CancellationToken ct);

    /// <summary>The schedule of a name.</summary>
    /// <returns>Null where the organisation has none.</returns>
    ValueTask<Schedule?> FindScheduleAsync(string org, string name, CancellationToken ct);

    /// <summary>Schedules by name.</summary>
    /// <param name="org">One organisation; null for all.</param>
    /// <param name="page">After: the id of the last one seen.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<Page<Schedule>> ListSchedulesAsync(string? org, PageRequest page, CancellationToken ct);

    /// <summary>Fires of a schedule, latest first; the last thousand or so are kept.</summary>
    ValueTask<Page<Fire>> ListFiresAsync(Guid id, PageRequest page, CancellationToken ct);

    /// <summary>
    /// Takes schedules whose time has come, lets the caller decide, and records fires, jobs and the next time in one transaction:
    /// a (schedule, time) is recorded once, whoever races. Schedules another node is deciding about are passed over.
    /// </summary>
    /// <param name="decide">
    /// Pure and quick; runs inside the transaction, may run again from the start. Null leaves the schedule as it is.
    /// </param>
    /// <param name="except">Schedules this node cannot decide about; passed over.</param>
    /// <param name="ct">Cancels waiting, not a commit under way.</param>
    ValueTask<FireRound> FireAsync(Func<DueSchedule, FirePlan?> decide, IReadOnlyCollection<Guid> except, CancellationToken ct);

    /// <summary>Submits a schedule's job now, whatever its timing, policies and pause say.</summary>
    /// <param name="id">Which schedule.</param>
    /// <param name="job">Makes the job; one whose id a fire has already submitted gives that fire again.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The fire; null where there is no such schedule.</returns>
    ValueTask<Fire?> FireByHandAsync(Guid id, Func<Schedule, EnqueuedJob> job, string? actor, CancellationToken ct);
}
