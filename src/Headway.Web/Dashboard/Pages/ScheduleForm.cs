using Headway.Client;
using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What a person fills in to make or change a schedule.</summary>
internal sealed class ScheduleForm
{
    /// <summary>What it is called.</summary>
    public string Name { get; set; } = "";

    /// <summary>Which of the three kinds of timing: <c>cron</c>, <c>every</c> or <c>once</c>.</summary>
    public string Kind { get; set; } = "cron";

    /// <summary>The cron expression.</summary>
    public string Cron { get; set; } = "0 6 * * 1-5";

    /// <summary>Its time zone.</summary>
    public string Zone { get; set; } = "UTC";

    /// <summary>Minutes of the interval.</summary>
    public int Minutes { get; set; } = 60;

    /// <summary>The one time, UTC; null where none was chosen.</summary>
    public DateTime? Once { get; set; }

    /// <summary>Job type.</summary>
    public string Type { get; set; } = "";

    /// <summary>What its jobs are called; empty: as the schedule.</summary>
    public string JobName { get; set; } = "";

    /// <summary>Their queue.</summary>
    public string Queue { get; set; } = "default";

    /// <summary>Their config, JSON.</summary>
    public string Config { get; set; } = "{}";

    /// <summary>What a fire does while an earlier one's job is open.</summary>
    public OverlapPolicy Overlap { get; set; }

    /// <summary>What becomes of missed fires.</summary>
    public MisfirePolicy Misfire { get; set; } = MisfirePolicy.Once;

    /// <summary>The form of a schedule there is.</summary>
    public static ScheduleForm Of(Schedule schedule)
    {
        var (timing, job) = (schedule.Timing, schedule.Template.Job);
        return new ScheduleForm
        {
            Name = schedule.Name,
            Kind = timing.Cron is not null ? "cron" : timing.Every is not null ? "every" : "once",
            Cron = timing.Cron ?? "0 6 * * 1-5",
            Zone = timing.Zone,
            Minutes = (int)Math.Max(1, timing.Every?.TotalMinutes ?? 60),
            Once = timing.At?.UtcDateTime,
            Type = job.Type,
            JobName = job.Name ?? "",
            Queue = job.Queue,
            Config = Words.Json(job.Config),
            Overlap = schedule.Overlap,
            Misfire = schedule.Misfire,
        };
    }

    /// <summary>The timing it says.</summary>
    /// <exception cref="SubmissionException">The one time cannot be read.</exception>
    public Timing ToTiming() => Kind switch
    {
        "every" => new Timing { Every = TimeSpan.FromMinutes(Math.Max(1, Minutes)) },
        "once" => new Timing
        {
            At = Once is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc))
                : throw new SubmissionException("bad_timing", "Choose the day and time it is to fire."),
        },
        _ => new Timing { Cron = Cron.Trim(), Zone = string.IsNullOrWhiteSpace(Zone) ? "UTC" : Zone.Trim() },
    };

    /// <summary>The schedule it says; what the form does not show of an earlier one stays.</summary>
    public NewSchedule ToSchedule(Schedule? there)
    {
        var job = (there?.Template.Job ?? new NewJob { Type = Type }) with
        {
            Type = Type,
            Name = string.IsNullOrWhiteSpace(JobName) ? null : JobName.Trim(),
            Queue = string.IsNullOrWhiteSpace(Queue) ? "default" : Queue.Trim(),
            Config = string.IsNullOrWhiteSpace(Config) ? "{}" : Config,
        };
        return new NewSchedule { Name = Name.Trim(), Timing = ToTiming(), Job = job, Overlap = Overlap, Misfire = Misfire };
    }
}
