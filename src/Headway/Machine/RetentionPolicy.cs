using Headway.Model;
using Headway.Store;

namespace Headway.Machine;

/// <summary>
/// The rules of an installation. Of the rules that fit a job, the one that names its type and status counts, else the one of its type,
/// else the one of its status, else the one for any; none: for ever. Pure: no clock, no store.
/// </summary>
/// <param name="rules">In any order.</param>
public sealed class RetentionPolicy(IReadOnlyList<RetentionRule> rules)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>
    /// Sets of rules by name: <c>for_ever</c> keeps all, as does <c>000</c>, Mapademics' policy; <c>003</c> is Compileo's.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<RetentionRule>> Presets { get; } =
        new Dictionary<string, IReadOnlyList<RetentionRule>>
        {
            ["for_ever"] = [],
            ["000"] = [],
            ["003"] =
            [
                new() { Status = JobStatus.Failed, Age = TimeSpan.Zero },
                new() { Status = JobStatus.Completed, Age = 24 * Hour },
                new() { Status = JobStatus.Cancelled, Age = 2 * Hour },
                .. ((string[])["batch_extraction", "benchmarking", "cleanup", "maintenance"])
                    .Select(custom => new RetentionRule { Type = custom, Age = 2 * Hour }),
                new() { Age = Hour, AtStart = true },
            ],
        };

    /// <summary>The rules.</summary>
    public IReadOnlyList<RetentionRule> Rules => rules;

    /// <summary>Whether some rule counts at the start of a process.</summary>
    public bool HasStart => rules.Any(rule => rule.AtStart);

    /// <summary>The least age at which a job may have to go; null where none ever has to.</summary>
    public TimeSpan? Least(bool atStart) => rules.Where(rule => atStart || !rule.AtStart).Min(rule => rule.Age);

    /// <summary>The rule that counts for jobs of a type and status; null for ever.</summary>
    /// <param name="type">A job type.</param>
    /// <param name="status">How they ended.</param>
    /// <param name="atStart">Among the rules that count at the start of a process, instead of the others.</param>
    public RetentionRule? For(string type, JobStatus status, bool atStart = false) => rules
        .Where(rule => rule.AtStart == atStart && (rule.Type ?? type) == type && (rule.Status ?? status) == status)
        .OrderByDescending(rule => (rule.Type is null ? 0 : 2) + (rule.Status is null ? 0 : 1)).FirstOrDefault();

    /// <summary>The rule by which a job has to go now; null where it stays.</summary>
    public RetentionRule? Lets(ScannedJob job, DateTimeOffset now, bool atStart)
    {
        if (job.Kept || job.FinishedAt is not { } end)
            return null;
        var rule = For(job.Type, job.Status);
        if (IsOver(rule, end, now))
            return rule;
        var start = atStart ? For(job.Type, job.Status, atStart: true) : null;
        return IsOver(start, end, now) ? start : null;
    }

    private static bool IsOver(RetentionRule? rule, DateTimeOffset end, DateTimeOffset now) => rule?.Age is { } age && end + age <= now;
}
