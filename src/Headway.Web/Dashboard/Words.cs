using System.Globalization;
using Headway.Model;

namespace Headway.Web.Dashboard;

/// <summary>How the model reads on a screen: one word, one tone and one icon each, so that nothing is said by colour alone.</summary>
internal static class Words
{
    /// <summary>How one word looks.</summary>
    public readonly record struct Look(string Label, string Tone, string Icon);

    /// <summary>Look of a job's status.</summary>
    public static Look Of(JobStatus status) => status switch
    {
        JobStatus.Scheduled => new("Scheduled", "quiet", "calendar"),
        JobStatus.Queued => new("Queued", "quiet", "clock"),
        JobStatus.Preparing => new("Preparing", "run", "spinner"),
        JobStatus.Running => new("Running", "run", "spinner"),
        JobStatus.Paused => new("Paused", "warn", "pause"),
        JobStatus.Retrying => new("Retrying", "warn", "retry"),
        JobStatus.Completed => new("Completed", "ok", "check"),
        JobStatus.Failed => new("Failed", "bad", "cross"),
        _ => new("Cancelled", "quiet", "stop"),
    };

    /// <summary>Look of a job: its status, and what the status alone does not say.</summary>
    public static Look Of(Job job) => job switch
    {
        { Status: JobStatus.Running, Control: JobControl.Pause } => new("Pausing", "warn", "spinner"),
        { Status: JobStatus.Completed, Counts.Failed: > 0 } => new("Completed with errors", "warn", "warning"),
        _ => Of(job.Status),
    };

    /// <summary>Look of an item's state.</summary>
    public static Look Of(ItemState state) => state switch
    {
        ItemState.Blocked => new("Blocked", "quiet", "clock"),
        ItemState.Scheduled => new("Scheduled", "quiet", "calendar"),
        ItemState.Ready => new("Waiting", "quiet", "clock"),
        ItemState.Running => new("Running", "run", "spinner"),
        ItemState.Retrying => new("Retrying", "warn", "retry"),
        ItemState.Completed => new("Completed", "ok", "check"),
        ItemState.Skipped => new("Skipped", "quiet", "skip"),
        ItemState.Failed => new("Failed", "bad", "cross"),
        ItemState.Cancelled => new("Cancelled", "quiet", "stop"),
        _ => new("Quarantined", "bad", "warning"),
    };

    /// <summary>Look of an attempt's outcome.</summary>
    public static Look Of(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Completed => new("Completed", "ok", "check"),
        AttemptOutcome.Failed => new("Failed", "bad", "cross"),
        AttemptOutcome.Lost => new("Worker lost", "warn", "lost"),
        AttemptOutcome.Released => new("Handed back", "quiet", "left"),
        _ => new("Cancelled", "quiet", "stop"),
    };

    /// <summary>Look of an error's state.</summary>
    public static Look Of(ErrorState state) => state switch
    {
        ErrorState.Open => new("Open", "warn", "warning"),
        ErrorState.Regressed => new("Regressed", "bad", "retry"),
        ErrorState.Resolved => new("Resolved", "ok", "check"),
        _ => new("Ignored", "quiet", "pause"),
    };

    /// <summary>What an event tells in a job's history.</summary>
    public static string Of(JobEventKind kind) => kind switch
    {
        JobEventKind.Enqueued => "Accepted",
        JobEventKind.Paused => "Paused",
        JobEventKind.Resumed => "Resumed",
        JobEventKind.Cancelled => "Cancelled",
        JobEventKind.TimedOut => "Ended: it took too long",
        JobEventKind.Reprioritised => "Priority changed",
        JobEventKind.Retried => "Item retried",
        JobEventKind.Restarted => "Restarted",
        JobEventKind.Skipped => "Item skipped",
        JobEventKind.RolledBack => "Rolled back",
        JobEventKind.LetGo => "No longer kept for ever",
        JobEventKind.Kept => "Kept for ever",
        JobEventKind.Restored => "Brought back from the archive",
        _ => kind.ToString(),
    };

    /// <summary>What submitted a job.</summary>
    public static string Of(JobSource source) => source switch
    {
        JobSource.Manual => "by hand",
        JobSource.Api => "API",
        JobSource.Cli => "command line",
        JobSource.Schedule => "schedule",
        JobSource.Webhook => "webhook",
        JobSource.Parent => "another job",
        _ => "rerun",
    };

    /// <summary>What a job was made from another for.</summary>
    public static string Of(JobOriginKind kind) => kind switch
    {
        JobOriginKind.RerunErrors => "Errors of",
        JobOriginKind.RunAgain => "Again from",
        JobOriginKind.Rollback => "Rolls back",
        _ => "Made from",
    };

    /// <summary>The icon of what an event tells in a job's history.</summary>
    public static string IconOf(JobEventKind kind) => kind switch
    {
        JobEventKind.Paused => "pause",
        JobEventKind.Resumed => "play",
        JobEventKind.Cancelled => "stop",
        JobEventKind.Retried or JobEventKind.Restarted => "retry",
        JobEventKind.Skipped => "skip",
        JobEventKind.RolledBack => "left",
        JobEventKind.Reprioritised => "bolt",
        JobEventKind.Enqueued => "jobs",
        _ => "info",
    };

    /// <summary>What the person calls the job.</summary>
    public static string NameOf(Job job) => job.Name ?? job.Type;

    /// <summary>What a limit limits: jobs under way of each user.</summary>
    public static string Of(Limit limit)
    {
        var unit = limit.Unit switch
        {
            LimitUnit.Slots => "chunks at once",
            LimitUnit.Jobs => "jobs under way",
            _ => $"starts in {Span(limit.Span ?? TimeSpan.FromMinutes(1))}",
        };
        return limit.Scope == LimitScope.Global ? $"{unit}, over all"
            : limit.Name == Limit.Each ? $"{unit} of each {Slug(limit.Scope)}" : $"{unit} of the {Slug(limit.Scope)} {limit.Name}";
    }

    /// <summary>A count with thousands apart: 12,345.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in whole per cent, never 100 before it is all.</summary>
    public static string Percent(double percent) =>
        (percent >= 100 ? 100 : Math.Min(99, Math.Floor(percent))).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A length of time as a person says it: 1.4 s, 2m 05s, 3h 20m.</summary>
    public static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 0 => "0 s",
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes}m {span.Seconds:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h {span.Minutes:00}m"),
    };

    /// <summary>A round length of time in words, as after "per": 15 min, hour, 6 h.</summary>
    public static string Stretch(TimeSpan span) => span switch
    {
        { TotalMinutes: 1 } => "minute",
        { TotalHours: 1 } => "hour",
        { TotalDays: 1 } => "day",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
    };

    /// <summary>A size in binary units: 182 MB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} KB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.0} GB"),
    };

    /// <summary>The word of a filter in the address, lower case.</summary>
    public static string Slug<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>The words of a comma-separated filter that are known; others are passed over.</summary>
    public static IReadOnlyList<T> Parse<T>(string? list) where T : struct, Enum =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(word => (Known: Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value), value))
            .Where(parsed => parsed.Known).Select(parsed => parsed.value).Distinct()];

    /// <summary>Pretty JSON for reading; the text itself where it is not JSON.</summary>
    public static string Json(string text)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(text);
            using var stream = new MemoryStream();
            using (var writer = new System.Text.Json.Utf8JsonWriter(stream, Readable))
                document.WriteTo(writer);
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }

    private static readonly System.Text.Json.JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is put into a text node, which Razor encodes
    };
}
