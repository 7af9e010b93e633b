using System.Text.RegularExpressions;
using Headway.Tests.Tidy;

namespace Headway.Tests.Snippets;

/// <summary>A piece of code a document shows, or a piece of this folder that is meant to be shown.</summary>
/// <param name="Name">What the document and the region call it; null for a block that names none.</param>
/// <param name="Code">Its lines, without common indentation.</param>
/// <param name="Place">Where it is, for a person.</param>
internal sealed partial record Snippet(string? Name, string Code, string Place)
{
    /// <summary>The fenced C# blocks of a document, and every marker, a block after it or not.</summary>
    public static IEnumerable<Snippet> ShownBy(SourceFile document)
    {
        string? marked = null;
        for (var i = 0; i < document.Length; i++)
        {
            var line = document.Lines[i];
            if (Marker().Match(line) is { Success: true } marker)
            {
                marked = marker.Groups[1].Value;
                if (document.Lines.Skip(i + 1).FirstOrDefault(next => next.Length > 0) != "```csharp")
                    yield return new Snippet(marked, "", $"{document.Path}:{i + 1}");
            }
            else if (line == "```csharp")
            {
                var code = document.Lines.Skip(i + 1).TakeWhile(next => next != "```").ToList();
                yield return new Snippet(marked, string.Join('\n', code), $"{document.Path}:{i + 1}");
                marked = null;
                i += code.Count + 1;
            }
        }
    }

    /// <summary>The regions of a C# file.</summary>
    public static IEnumerable<Snippet> RegionsOf(SourceFile file)
    {
        foreach (var (index, line) in file.Lines.Index())
        {
            if (Region().Match(line) is not { Success: true } region)
                continue;
            var body = file.Lines.Skip(index + 1).TakeWhile(next => !next.TrimStart().StartsWith("#endregion", StringComparison.Ordinal))
                .ToList();
            yield return new Snippet(region.Groups[1].Value, Dedented(body), $"{file.Path}:{index + 1}");
        }
    }

    private static string Dedented(List<string> lines)
    {
        var indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty()
            .Min();
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.TrimStart()));
    }

    [GeneratedRegex(@"^<!-- snippet: ([\w-]+) -->$")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^\s*#region ([\w-]+)$")]
    private static partial Regex Region();
}
