using System.Globalization;
using System.Net;
using System.Text;
using Headway.Deliveries;
using Headway.Model;

namespace Headway.Catalog.Deliveries;

/// <summary>What a mail says: a subject, and the same words as text and as HTML.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Plain">For those who read text.</param>
/// <param name="Html">For the others; what comes from jobs is encoded.</param>
internal sealed record MailText(string Subject, string Plain, string Html)
{
    private const int MaxLine = 480;

    /// <summary>The mail of a delivery.</summary>
    public static MailText Of(DeliveryMessage message, OutboundOptions options) =>
        message.Job is { } job
            ? About(job, options)
            : Lay("Headway can reach you", ["This is the test of a subscription; nothing has happened."], [], null, null);

    private static MailText About(EndedJob job, OutboundOptions options)
    {
        var title = OneLine(job.Name ?? job.Type);
        var ended = job.Status switch
        {
            JobStatus.Completed when job.Counts.Failed > 0 => "completed with errors",
            JobStatus.Completed => "completed",
            JobStatus.Failed => "failed",
            _ => "was cancelled",
        };
        var said = new List<string> { $"{Counted(job.Counts)}{Lasted(job)}." };
        if (job.Fault is { } fault)
            said.Add(OneLine(fault.Message));
        var errors = job.Errors.Select(error =>
            $"{error.No} {(error.Name is { } name ? $"{OneLine(name)}: " : "")}{OneLine(error.Message)}");
        var by = job.CreatedBy is { } who ? $" by {OneLine(who)}" : "";
        var about = string.Create(
            CultureInfo.InvariantCulture,
            $"{job.Id}, {job.Type}, queue {OneLine(job.Queue)}, submitted{by} {job.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        return Lay($"{title} {ended}", said, [.. errors], options.LinkTo($"jobs/{job.Id}"), about);
    }

    private static MailText Lay(
        string head, IReadOnlyList<string> said, IReadOnlyList<string> errors, string? link, string? about)
    {
        var plain = new StringBuilder().Append(head).Append("\n\n");
        var html = new StringBuilder("<!doctype html><html><body style=\"font-family:sans-serif;max-width:40em\">")
            .Append("<h2>").Append(Encoded(head)).Append("</h2>");
        foreach (var line in said)
        {
            plain.Append(line).Append('\n');
            html.Append("<p>").Append(Encoded(line)).Append("</p>");
        }

        if (errors.Count > 0)
        {
            plain.Append("\nThe first errors:\n").AppendJoin('\n', errors.Select(error => $"  {error}")).Append('\n');
            html.Append("<p>The first errors:</p><ul>")
                .AppendJoin("", errors.Select(error => $"<li>{Encoded(error)}</li>")).Append("</ul>");
        }

        if (link is not null)
        {
            plain.Append('\n').Append(link).Append('\n');
            html.Append("<p><a href=\"").Append(Encoded(link)).Append("\">Look at the job</a></p>");
        }

        if (about is not null)
        {
            plain.Append('\n').Append(about).Append('\n');
            html.Append("<p style=\"color:#666\"><small>").Append(Encoded(about)).Append("</small></p>");
        }

        return new MailText(head, plain.ToString(), html.Append("</body></html>").ToString());
    }

    private static string Counted(JobCounts counts)
    {
        (int Count, string Word)[] kinds =
        [
            (counts.Completed, "completed"), (counts.Failed, "failed"), (counts.Skipped, "skipped"), (counts.Cancelled, "cancelled"),
        ];
        var ends = string.Join(", ", kinds.Where(kind => kind.Count > 0)
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Count:N0} {kind.Word}")));
        var items = counts.Total == 1 ? "1 item" : string.Create(CultureInfo.InvariantCulture, $"{counts.Total:N0} items");
        return ends.Length == 0 ? items : $"{items}: {ends}";
    }

    private static string Lasted(EndedJob job)
    {
        if (job.StartedAt is not { } started)
            return "; it never started";
        var time = job.FinishedAt - started;
        var words = time switch
        {
            { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        };
        return $", in {words}";
    }

    private static string OneLine(string text)
    {
        var line = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length <= MaxLine ? line : $"{line[..MaxLine]}…";
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
