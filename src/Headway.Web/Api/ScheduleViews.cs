using System.Text.Json;
using Headway.Model;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Schedules as the wire shows them.</summary>
internal static class ScheduleViews
{
    extension(Schedule schedule)
    {
        /// <summary>The schedule with its job.</summary>
        public ScheduleView ToView() => new()
        {
            Id = schedule.Id,
            Name = schedule.Name,
            Timing = new TimingView
            {
                Cron = schedule.Timing.Cron,
                Zone = schedule.Timing.Cron is null ? null : schedule.Timing.Zone,
                EverySeconds = schedule.Timing.Every?.TotalSeconds,
                At = schedule.Timing.At,
            },
            Type = schedule.Template.Job.Type,
            JobName = schedule.Template.Job.Name,
            Config = JsonElement.Parse(schedule.Template.Job.Config),
            Queue = schedule.Template.Job.Queue,
            Priority = schedule.Template.Job.Priority,
            Items = schedule.Template.Job.Items?.Count,
            Overlap = schedule.Overlap,
            Misfire = schedule.Misfire,
            Paused = schedule.PausedAt is not null,
            PausedAt = schedule.PausedAt,
            PausedBy = schedule.PausedBy,
            PauseReason = schedule.PauseReason,
            NextAt = schedule.NextAt,
            LastAt = schedule.LastAt,
            Waiting = schedule.Waiting,
            Version = schedule.Version,
            CreatedBy = schedule.CreatedBy,
            CreatedAt = schedule.CreatedAt,
            ChangedAt = schedule.ChangedAt,
        };
    }

    extension(Fire fire)
    {
        /// <summary>The fire.</summary>
        public FireView ToView() => new()
        {
            At = fire.At,
            MadeAt = fire.MadeAt,
            Outcome = fire.Outcome,
            JobId = fire.JobId?.ToString(),
            Missed = fire.Missed,
            ByHand = fire.ByHand,
            Actor = fire.Actor,
        };
    }
}
