using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>A line of the list of tasks: an attempt that ended or runs, or what waits of a job.</summary>
/// <param name="Key">Once in the list.</param>
/// <param name="Type">Name of the job type.</param>
/// <param name="Job">The job.</param>
/// <param name="JobName">What a person calls the job; null where nothing.</param>
/// <param name="What">Which part of it: <c>item 3</c>.</param>
/// <param name="Status">The word of its badge.</param>
/// <param name="Tone">Its tone.</param>
/// <param name="Icon">Its icon.</param>
public sealed record TaskRow(string Key, string Type, JobId Job, string? JobName, string What, string Status, string Tone, string Icon)
{
    /// <summary>When it started; of what waits, when the job was accepted.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it runs or waits.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether its time still goes on.</summary>
    public bool Runs { get; init; }

    /// <summary>Why it failed, or what it is doing; null where there is nothing to say.</summary>
    public string? More { get; init; }

    /// <summary>What the address says to open it beside the list; null: the job's page is opened instead.</summary>
    public string? Place { get; init; }

    internal static TaskRow Of(AttemptLine line)
    {
        var (attempt, look) = (line.Attempt, LookOf(line.Attempt.Outcome));
        var place = new TaskPlace(attempt.JobId, attempt.No, attempt.Generation, attempt.Number).ToString();
        return new TaskRow($"{place}.{attempt.EndedAt.UtcTicks}", line.Type, attempt.JobId, line.JobName,
            $"item {attempt.No}{(attempt.Number > 1 ? $", attempt {attempt.Number}" : "")}", look.Label, look.Tone, look.Icon)
        {
            StartedAt = attempt.StartedAt,
            EndedAt = attempt.EndedAt,
            More = attempt.Fault?.Message ?? (attempt.Outcome == AttemptOutcome.Lost ? "Its worker died; it ran again, or will." : null),
            Place = place,
        };
    }

    internal static TaskRow Of(RunningChunk chunk)
    {
        var what = chunk.Kind switch
        {
            ChunkKind.Plan => "plan",
            ChunkKind.Finish => "finish",
            _ when chunk.First == chunk.Last => $"item {chunk.First}",
            _ => $"items {chunk.First}–{chunk.Last}",
        };
        var look = Words.Of(ItemState.Running);
        return new TaskRow(
            $"run.{chunk.JobId}.{chunk.First}", chunk.Type, chunk.JobId, chunk.JobName, what, look.Label, look.Tone, look.Icon)
        {
            StartedAt = chunk.StartedAt,
            Runs = true,
            More = chunk.Step ?? (chunk.Worker is null ? null : $"on {chunk.Worker}"),
            Place = new TaskPlace(chunk.JobId, chunk.First, 0, 0).ToString(),
        };
    }

    internal static TaskRow Pending(Job job)
    {
        var items = Waiting(job);
        return new TaskRow($"wait.{job.Id}", job.Type, job.Id, job.Name,
            items == 0 ? "not planned yet" : $"{Words.Count(items)} {(items == 1 ? "item" : "items")}", "Pending", "quiet", "clock")
        {
            StartedAt = job.CreatedAt,
            More = job.Status == JobStatus.Running ? null : Words.Of(job).Label + (job.DueAt is { } due && job.StartedAt is null
                ? $", due {due.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : ""),
        };
    }

    /// <summary>Items of a job that no worker has yet, or not again.</summary>
    internal static int Waiting(Job job) => job.Counts.Fresh + job.Counts.Due + job.Counts.Waiting;

    private static Words.Look LookOf(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Completed => new("Success", "ok", "check"),
        _ => Words.Of(outcome),
    };
}
