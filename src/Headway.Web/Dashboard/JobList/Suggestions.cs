using System.Text.Json;
using Headway.Handlers;
using Headway.Model;
using Headway.Search;

namespace Headway.Web.Dashboard.JobList;

/// <summary>What may come next in a search: qualifiers, then their values, with labels and paths of the jobs that are shown.</summary>
internal static class Suggestions
{
    private const int Most = 9;
    private const int Deepest = 4;

    /// <summary>Whole searches that begin with what was typed.</summary>
    public static IReadOnlyList<(string Word, string Search)> Of(string text, IReadOnlyList<Job> shown, JobTypeRegistry types)
    {
        var start = text.LastIndexOf(' ') + 1;
        var (before, word) = (text[..start], text[start..]);
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var found = colon < 0 ? Keys(shown).Where(key => key.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            : Values(word[..colon], shown, types).Where(value =>
                value.StartsWith(word[(colon + 1)..].TrimStart('"'), StringComparison.OrdinalIgnoreCase) && value != word[(colon + 1)..])
                .Select(value => $"{word[..colon]}:{Quoted(value)}");
        return [.. found.Distinct().Take(Most).Select(next => (next, before + next + (next.EndsWith(':') ? "" : " ")))];
    }

    private static IEnumerable<string> Keys(IReadOnlyList<Job> shown) =>
    [
        .. JobSearch.Qualifiers.Where(name => !name.EndsWith('.')).Select(name => $"{name}:"),
        .. shown.SelectMany(job => job.Labels.Keys).Where(IsPlain).Distinct().Order().Select(key => $"label.{key}:"),
        .. shown.SelectMany(job => Paths(job.Config)).Distinct().Order().Select(path => $"config.{path}:"),
    ];

    private static IEnumerable<string> Values(string key, IReadOnlyList<Job> shown, JobTypeRegistry types) => key.ToLowerInvariant() switch
    {
        "status" => Enum.GetValues<JobStatus>().Select(Words.Slug),
        "source" => Enum.GetValues<JobSource>().Select(Words.Slug),
        "type" => types.All.Select(type => type.Name),
        "queue" => shown.Select(job => job.Queue),
        "user" => shown.Select(job => job.CreatedBy).OfType<string>(),
        "org" => shown.Select(job => job.Org),
        "after" or "before" => ["-1h", "-24h", "-7d", "-30d"],
        _ when JobColumn.Of(key) is { IsPath: true } column =>
            shown.Select(column.ValueOf).OfType<string>().Where(value => value.Length <= 40),
        _ => [],
    };

    private static List<string> Paths(string config)
    {
        using var document = JsonDocument.Parse(config);
        var found = new List<string>();
        Walk(document.RootElement, "", 0);
        return found;

        void Walk(JsonElement at, string path, int depth)
        {
            if (at.ValueKind != JsonValueKind.Object || depth > Deepest)
                return;
            foreach (var member in at.EnumerateObject().Where(member => IsPlain(member.Name)).Take(Most))
            {
                var inner = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                if (member.Value.ValueKind == JsonValueKind.Object)
                    Walk(member.Value, inner, depth + 1);
                else
                    found.Add(inner);
            }
        }
    }

    private static bool IsPlain(string name) => name.Length is > 0 and <= 40 && !name.AsSpan().ContainsAny(" .:,\"");

    private static string Quoted(string value) => value.AsSpan().ContainsAny(" ,:\"")
        ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : value;
}
