using Headway.Model;
using Headway.Store;

namespace Headway.Sim.Engine;

/// <summary>The calls about schedules, sent on their way.</summary>
internal sealed partial class SimNodeStore : IScheduleStore
{
    private SimStore Schedules => store;

    public ValueTask<bool> AddScheduleAsync(Schedule schedule, CancellationToken ct) =>
        CallAsync("AddSchedule", () => Schedules.AddScheduleAsync(schedule, CancellationToken.None), ct);

    public ValueTask<ControlResult> EditScheduleAsync(Schedule schedule, CancellationToken ct) =>
        CallAsync("EditSchedule", () => Schedules.EditScheduleAsync(schedule, CancellationToken.None), ct);

    public ValueTask<ControlResult> PauseScheduleAsync(Guid id, string? reason, string? actor, CancellationToken ct) =>
        CallAsync("PauseSchedule", () => Schedules.PauseScheduleAsync(id, reason, actor, CancellationToken.None), ct);

    public ValueTask<ControlResult> ResumeScheduleAsync(Guid id, DateTimeOffset? nextAt, CancellationToken ct) =>
        CallAsync("ResumeSchedule", () => Schedules.ResumeScheduleAsync(id, nextAt, CancellationToken.None), ct);

    public ValueTask<bool> RemoveScheduleAsync(Guid id, CancellationToken ct) =>
        CallAsync("RemoveSchedule", () => Schedules.RemoveScheduleAsync(id, CancellationToken.None), ct);

    public ValueTask<Schedule?> GetScheduleAsync(Guid id, CancellationToken ct) =>
        CallAsync("GetSchedule", () => Schedules.GetScheduleAsync(id, CancellationToken.None), ct);

    public ValueTask<Schedule?> FindScheduleAsync(string org, string name, CancellationToken ct) =>
        CallAsync("FindSchedule", () => Schedules.FindScheduleAsync(org, name, CancellationToken.None), ct);

    public ValueTask<Page<Schedule>> ListSchedulesAsync(string? org, PageRequest page, CancellationToken ct) =>
        CallAsync("ListSchedules", () => Schedules.ListSchedulesAsync(org, page, CancellationToken.None), ct);

    public ValueTask<Page<Fire>> ListFiresAsync(Guid id, PageRequest page, CancellationToken ct) =>
        CallAsync("ListFires", () => Schedules.ListFiresAsync(id, page, CancellationToken.None), ct);

    public ValueTask<FireRound> FireAsync(
        Func<DueSchedule, FirePlan?> decide, IReadOnlyCollection<Guid> except, CancellationToken ct) =>
        CallAsync("Fire", () => Schedules.FireAsync(decide, except, CancellationToken.None), ct);

    public ValueTask<Fire?> FireByHandAsync(Guid id, Func<Schedule, EnqueuedJob> job, string? actor, CancellationToken ct) =>
        CallAsync("FireByHand", () => Schedules.FireByHandAsync(id, job, actor, CancellationToken.None), ct);
}
