using System.Globalization;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary>Shows a job moving until it is final: a live bar in a terminal, a plain line for every change elsewhere.</summary>
internal static class JobDisplay
{
    /// <summary>Follows a job.</summary>
    /// <returns>The job as it was last seen; final, unless <paramref name="ct"/> came first.</returns>
    public static Task<JobView?> FollowAsync(IAsyncEnumerable<JobView> job, string title, CancellationToken ct) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive
            ? PlainAsync(job, title, ct)
            : LiveAsync(job, title, ct);

    /// <summary>The job in one line.</summary>
    public static string Line(JobView job)
    {
        var counts = job.Counts;
        var done = counts.Completed + counts.Failed + counts.Skipped + counts.Cancelled;
        var parts = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{done}/{counts.Total}{(job.Planned ? "" : "+")}") };
        if (counts.Running > 0)
            parts.Add($"{counts.Running} running");
        if (counts.Failed > 0)
            parts.Add($"{counts.Failed} failed");
        if (counts.Skipped > 0)
            parts.Add($"{counts.Skipped} skipped");
        if (counts.Waiting > 0)
            parts.Add($"{counts.Waiting} waiting to be retried");
        return $"{job.StatusNote ?? Word(job.Status)}: {string.Join(", ", parts)}";
    }

    /// <summary>A status as it is written everywhere.</summary>
    public static string Word(JobStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>Nothing of the job will run any more.</summary>
    public static bool IsFinal(JobView job) => job.Status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled;

    private static async Task<JobView?> PlainAsync(IAsyncEnumerable<JobView> job, string title, CancellationToken ct)
    {
        JobView? last = null;
        var shown = "";
        await foreach (var now in job.WithCancellation(ct))
        {
            last = now;
            var line = Line(now);
            if (line != shown)
                await Console.Out.WriteLineAsync($"{title}  {line}");
            shown = line;
            if (IsFinal(now))
                break;
        }

        return last;
    }

    private static Task<JobView?> LiveAsync(IAsyncEnumerable<JobView> job, string title, CancellationToken ct) =>
        AnsiConsole.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async bars =>
            {
                JobView? last = null;
                var bar = bars.AddTask(Markup.Escape(title), maxValue: 100);
                await foreach (var now in job.WithCancellation(ct))
                {
                    last = now;
                    bar.Value = now.Percent;
                    bar.Description = $"{Markup.Escape(title)}  [{Colour(now)}]{Markup.Escape(Line(now))}[/]";
                    if (IsFinal(now))
                        break;
                }

                bar.StopTask();
                return last;
            });

    private static string Colour(JobView job) => job switch
    {
        { Status: JobStatus.Failed } => "red",
        { Status: JobStatus.Cancelled or JobStatus.Paused } => "grey",
        { Counts.Failed: > 0 } => "yellow",
        { Status: JobStatus.Completed } => "green",
        _ => "blue",
    };
}
