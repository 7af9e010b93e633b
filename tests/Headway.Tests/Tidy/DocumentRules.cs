using System.Text;
using System.Text.RegularExpressions;

namespace Headway.Tests.Tidy;

/// <summary>What a Markdown document must keep.</summary>
internal static partial class DocumentRules
{
    public static IReadOnlyList<TidyRule> All { get; } =
    [
        TidyRule.PerFile("a_document_has_one_title", "Keep one '# ' line, the first.", IsDocument, Titles),
        new("links_resolve", "Correct the link, or add what it points to.", DeadLinks),
    ];

    private static bool IsDocument(SourceFile file) => file.Extension == ".md" && !file.IsForeign && !file.Under("tests");

    private static IEnumerable<Finding> Titles(SourceFile file)
    {
        var titles = Prose(file).Where(line => line.Text.StartsWith("# ", StringComparison.Ordinal)).ToList();
        if (titles.Count == 0)
            yield return file.At(1, "no title");
        foreach (var more in titles.Skip(1))
            yield return file.At(more.Line, $"one more title: {more.Text}");
    }

    private static IEnumerable<Finding> DeadLinks(SourceTree tree) =>
        from file in tree.Files.Where(IsDocument)
        from line in Prose(file)
        from Match link in Link().Matches(InlineCode().Replace(line.Text, ""))
        let target = link.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        where !Resolves(tree, file, target)
        select file.At(line.Line, $"'{target}' leads nowhere");

    private static bool Resolves(SourceTree tree, SourceFile from, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? from.Path : Combine(from.Folders, parts[0]);
        if (path is null || !(tree.HasFile(path) || tree.HasFolder(path.TrimEnd('/'))))
            return false;
        var anchor = parts.ElementAtOrDefault(1);
        return anchor is null || !path.EndsWith(".md", StringComparison.Ordinal)
            || Prose(tree.Files.First(file => file.Path == path)).Any(line => Anchor(line.Text) == anchor);
    }

    private static string? Combine(string[] folders, string target)
    {
        var path = new List<string>(folders);
        foreach (var part in target.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
                path.Add(part);
            else if (path.Count > 0)
                path.RemoveAt(path.Count - 1);
            else
                return null;
        }
        return string.Join('/', path);
    }

    // The anchor a heading gets on the usual forges; null for a line that is no heading.
    private static string? Anchor(string line)
    {
        if (!Heading().IsMatch(line))
            return null;
        var anchor = new StringBuilder();
        foreach (var c in line.TrimStart('#').Trim())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
                anchor.Append(char.ToLowerInvariant(c));
            else if (c == ' ')
                anchor.Append('-');
        }
        return anchor.ToString();
    }

    /// <summary>The lines outside fenced blocks, numbered from 1.</summary>
    private static IEnumerable<(int Line, string Text)> Prose(SourceFile file)
    {
        var fenced = false;
        foreach (var (index, line) in file.Lines.Index())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                fenced = !fenced;
            else if (!fenced)
                yield return (index + 1, line);
        }
    }

    [GeneratedRegex(@"\[[^\]]*\]\(\s*([^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex Heading();
}
