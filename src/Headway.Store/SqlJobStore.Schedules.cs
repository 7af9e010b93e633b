using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Schedules as people see and change them; how they fire is beside.</summary>
public sealed partial class SqlJobStore : IScheduleStore
{
    /// <inheritdoc/>
    public async ValueTask<bool> AddScheduleAsync(Schedule schedule, CancellationToken ct)
    {
        var kept = false;
        await CommandAsync((session, token) =>
        {
            kept = false;
            return session.SendAsync(Pages("AddSchedule", "HasSchedule"), ScheduleArgs(schedule), (_, _) => kept = true, token);
        }, ct);
        return kept;
    }

    /// <inheritdoc/>
    public ValueTask<ControlResult> EditScheduleAsync(Schedule schedule, CancellationToken ct) =>
        ChangeScheduleAsync("EditSchedule", ScheduleArgs(schedule), ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> PauseScheduleAsync(Guid id, string? reason, string? actor, CancellationToken ct) =>
        ChangeScheduleAsync("PauseSchedule", [Arg.Of("id", id), Arg.Of("reason", reason), Arg.Of("by", actor)], ct);

    /// <inheritdoc/>
    public async ValueTask<ControlResult> ResumeScheduleAsync(Guid id, DateTimeOffset? nextAt, CancellationToken ct)
    {
        var result = await ChangeScheduleAsync("ResumeSchedule", [Arg.Of("id", id), Arg.Of("next", nextAt)], ct);
        return result == ControlResult.Refused ? ControlResult.Done : result; // it was not paused
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveScheduleAsync(Guid id, CancellationToken ct)
    {
        var there = false;
        await CommandAsync((session, token) =>
        {
            there = false;
            return session.SendAsync(
                Pages("LockSchedule", "RemoveFires", "RemoveSchedule"), [Arg.Of("id", id)], (_, _) => there = true, token);
        }, ct);
        return there;
    }

    /// <inheritdoc/>
    public ValueTask<Schedule?> GetScheduleAsync(Guid id, CancellationToken ct) =>
        FirstAsync("GetSchedule", [Arg.Of("id", id)], ReadSchedule, ct);

    /// <inheritdoc/>
    public ValueTask<Schedule?> FindScheduleAsync(string org, string name, CancellationToken ct) =>
        FirstAsync("FindSchedule", [Arg.Of("org", org), Arg.Of("name", name)], ReadSchedule, ct);

    /// <inheritdoc/>
    public async ValueTask<Page<Schedule>> ListSchedulesAsync(string? org, PageRequest page, CancellationToken ct)
    {
        var chosen = new List<string>();
        var args = new List<Arg> { Arg.Of("limit", page.Limit + 1) };
        if (org is not null)
        {
            chosen.Add("org");
            args.Add(Arg.Of("org", org));
        }

        if (page.After is not null)
        {
            chosen.Add("after");
            if (page.After.Split('/') is not [var name, var after] || !Guid.TryParse(after, out var id))
                throw BadPage();
            args.AddRange([Arg.Of("name", name), Arg.Of("after", id)]);
        }

        var rows = await ListAsync(_book["ListSchedules"].With(chosen), args, ReadSchedule, ct);
        return Cut(rows, page.Limit, schedule => $"{schedule.Name}/{schedule.Id}");
    }

    /// <inheritdoc/>
    public async ValueTask<Page<Fire>> ListFiresAsync(Guid id, PageRequest page, CancellationToken ct)
    {
        var after = page.After is null ? 0 : long.TryParse(page.After, CultureInfo.InvariantCulture, out var at) ? at : throw BadPage();
        var statement = page.After is null ? _book["ListFires"] : _book["ListFires"].With("after");
        var rows = await ListAsync(
            statement, [Arg.Of("id", id), Arg.Of("after", after), Arg.Of("limit", page.Limit + 1)], row => ReadFire(row, id), ct);
        return Cut(rows, page.Limit, fire => Micros.Of(fire.At).ToString(CultureInfo.InvariantCulture));
    }

    private async ValueTask<ControlResult> ChangeScheduleAsync(string name, IReadOnlyList<Arg> args, CancellationToken ct)
    {
        var there = false;
        var written = await CommandAsync((session, token) =>
        {
            there = false;
            return session.SendAsync(Pages(name, "HasSchedule"), args, (_, _) => there = true, token);
        }, ct);
        return written > 0 ? ControlResult.Done : there ? ControlResult.Refused : ControlResult.NotFound;
    }

    private static Arg[] ScheduleArgs(Schedule schedule) =>
    [
        Arg.Of("id", schedule.Id), Arg.Of("org", schedule.Org), Arg.Of("name", schedule.Name), Arg.Of("cron", schedule.Timing.Cron),
        Arg.Of("zone", schedule.Timing.Zone), Arg.Of("every", schedule.Timing.Every), Arg.Of("at", schedule.Timing.At),
        Arg.Of("overlap", schedule.Overlap.ToString().ToLowerInvariant()),
        Arg.Of("misfire", schedule.Misfire.ToString().ToLowerInvariant()),
        Arg.Of("job", JsonSerializer.Serialize(schedule.Template.Job, StoreJson.Default.NewJob)),
        Arg.Of("plan", schedule.Template.HasPlan), Arg.Of("finish", schedule.Template.HasFinish),
        Arg.Of("chunk", schedule.Template.Chunk), Arg.Of("attempts", schedule.Template.MaxAttempts), Arg.Of("by", schedule.CreatedBy),
        Arg.Of("version", schedule.Version), Arg.Of("next", schedule.NextAt),
    ];

    private static Schedule ReadSchedule(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Org = row.GetString(1),
        Name = row.GetString(2),
        Timing = new Timing
        {
            Cron = row.TextOrNull(3),
            Zone = row.GetString(4),
            Every = row.IsDBNull(5) ? null : Micros.ToSpan(row.GetInt64(5)),
            At = row.TimeOrNull(6),
        },
        Overlap = Enum.Parse<OverlapPolicy>(row.GetString(7), ignoreCase: true),
        Misfire = Enum.Parse<MisfirePolicy>(row.GetString(8), ignoreCase: true),
        Template = new EnqueuedJob(
            default, JsonSerializer.Deserialize(row.GetString(9), StoreJson.Default.NewJob)!, row.GetBoolean(10), row.GetBoolean(11),
            row.GetInt32(12), row.GetInt32(13)),
        CreatedBy = row.TextOrNull(14),
        CreatedAt = row.Time(15),
        ChangedAt = row.Time(16),
        Version = row.GetInt32(17),
        PausedAt = row.TimeOrNull(18),
        PausedBy = row.TextOrNull(19),
        PauseReason = row.TextOrNull(20),
        NextAt = row.TimeOrNull(21),
        LastAt = row.TimeOrNull(22),
        Waiting = row.GetInt32(23),
    };

    private static Fire ReadFire(DbDataReader row, Guid id) => new()
    {
        ScheduleId = id,
        At = row.Time(0),
        ByHand = row.GetBoolean(1),
        MadeAt = row.Time(2),
        Outcome = Enum.Parse<FireOutcome>(row.GetString(3), ignoreCase: true),
        JobId = row.IsDBNull(4) ? null : new JobId(row.GetGuid(4)),
        Missed = row.GetInt32(5),
        Actor = row.TextOrNull(6),
    };
}
