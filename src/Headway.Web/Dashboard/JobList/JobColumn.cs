using System.Text.Json;
using Headway.Model;

namespace Headway.Web.Dashboard.JobList;

/// <summary>One column of the list of jobs: a fact of the job, or a value out of its labels, config or result.</summary>
/// <param name="Key">Its word in the address, e.g. <c>eta</c> or <c>config.limit</c>.</param>
/// <param name="Label">Its head.</param>
/// <param name="Class">How it is laid.</param>
public sealed record JobColumn(string Key, string Label, string Class)
{
    private const int MostColumns = 14;
    private const int LongestValue = 80;

    /// <summary>Facts every job has, in the order they are offered.</summary>
    public static IReadOnlyList<JobColumn> Known { get; } =
    [
        new("status", "Status", "nowrap"), new("progress", "Progress", "wide"), new("items", "Items", "r nowrap num"),
        new("eta", "ETA", "r nowrap num extra"), new("duration", "Duration", "r nowrap num extra"),
        new("created", "Created", "nowrap muted"),
        new("queue", "Queue", "nowrap extra"), new("priority", "Priority", "r num extra"), new("user", "User", "nowrap extra"),
        new("source", "Source", "nowrap extra"), new("org", "Organisation", "nowrap extra"),
    ];

    /// <summary>What is shown where nothing was chosen.</summary>
    public const string Usual = "status,progress,items,eta,duration,created";

    /// <summary>Whether it comes out of the payload.</summary>
    public bool IsPath => Key.Contains('.', StringComparison.Ordinal);

    /// <summary>The columns of an address, in its order; words that mean none are passed over.</summary>
    public static IReadOnlyList<JobColumn> Parse(string? words) =>
        [.. (string.IsNullOrWhiteSpace(words) ? Usual : words)
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Select(Of)
            .OfType<JobColumn>().Take(MostColumns)];

    /// <summary>The column of one word; null where it means none.</summary>
    public static JobColumn? Of(string word) =>
        Known.FirstOrDefault(known => known.Key == word) is { } known ? known
        : word.Split('.') is ["label" or "config" or "result", _, ..] parts && parts.All(part => part.Length > 0)
            ? new JobColumn(word, word, "extra value") : null;

    /// <summary>The value of a column that comes out of the payload; null where the job has none.</summary>
    public string? ValueOf(Job job)
    {
        var dot = Key.IndexOf('.', StringComparison.Ordinal);
        var rest = Key[(dot + 1)..];
        var text = Key[..dot] switch
        {
            "label" => job.Labels.GetValueOrDefault(rest),
            "config" => At(job.Config, rest.Split('.')),
            _ => job.Result is { } result ? At(result, rest.Split('.')) : null,
        };
        return text?.Length > LongestValue ? string.Concat(text.AsSpan(0, LongestValue), "…") : text;
    }

    private static string? At(string json, string[] path)
    {
        using var document = JsonDocument.Parse(json);
        var at = document.RootElement;
        foreach (var name in path)
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var member))
                at = member;
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(name, out var place) && place >= 0 && place < at.GetArrayLength())
                at = at[place];
            else
                return null;
        }

        return at.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => at.GetString(),
            _ => at.GetRawText(),
        };
    }
}
