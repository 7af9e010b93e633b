using System.Text.RegularExpressions;

namespace Headway.Web.Dashboard;

/// <summary>What docs/error-codes.md says of each code; the document is carried in this assembly.</summary>
internal static partial class ErrorGuide
{
    private static readonly Lazy<IReadOnlyList<(string Code, IReadOnlyList<string> Paragraphs)>> Read = new(Load);

    /// <summary>Every code with its paragraphs, in the document's order.</summary>
    public static IReadOnlyList<(string Code, IReadOnlyList<string> Paragraphs)> All => Read.Value;

    /// <summary>Whether it says something of a code.</summary>
    public static bool Knows(string code) => All.Any(one => one.Code == code);

    private static IReadOnlyList<(string Code, IReadOnlyList<string> Paragraphs)> Load()
    {
        using var stream = typeof(ErrorGuide).Assembly.GetManifestResourceStream("error-codes.md")
            ?? throw new InvalidOperationException("error-codes.md is not in this assembly.");
        using var text = new StreamReader(stream);
        return
        [
            .. Heading().Split(text.ReadToEnd()).Skip(1).Chunk(2).Select(part => (
                part[0].Trim(),
                (IReadOnlyList<string>)[.. part[1].Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(paragraph => paragraph.Replace("**", "", StringComparison.Ordinal).ReplaceLineEndings(" "))])),
        ];
    }

    [GeneratedRegex(@"^## ([a-z_0-9]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
