using System.Globalization;
using Headway.Model;

namespace Headway.Machine;

/// <summary>How long a job may take, and what is said of one that took longer.</summary>
public static class TimeRule
{
    /// <summary>Of jobs whose type and submission say nothing: 72 h.</summary>
    public static TimeSpan DefaultJobLimit { get; } = TimeSpan.FromHours(72);

    /// <summary>The shortest limit of a job: 1 s.</summary>
    public static TimeSpan MinJobLimit { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest limit of a job: 365 days.</summary>
    public static TimeSpan MaxJobLimit { get; } = TimeSpan.FromDays(365);

    /// <summary>Why a job failed that had had its time.</summary>
    /// <param name="limit">How long it might take.</param>
    public static Fault Overran(TimeSpan limit) => new()
    {
        Class = FaultClass.Permanent,
        Code = "job_timeout",
        Message = $"The job took longer than {Words(limit)}, its time limit, and was ended.",
        Hint = "Restart it, or retry an item that was cancelled: it has its whole time once more. Or submit it with a longer limit.",
    };

    private static string Words(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time switch
    {
        { TotalHours: >= 2 } => time.TotalHours,
        { TotalMinutes: >= 2 } => time.TotalMinutes,
        _ => time.TotalSeconds,
    }:0.#} {time switch
    {
        { TotalHours: >= 2 } => "hours",
        { TotalMinutes: >= 2 } => "minutes",
        _ => "seconds",
    }}");
}
