using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Headway.Tests.Tidy;

/// <summary>One file of the repository, or of a made-up one.</summary>
/// <param name="path">From the root, with slashes.</param>
/// <param name="text">Its text; empty for a file that is no text.</param>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<CompilationUnitSyntax> _code = new(() =>
        (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview))
            .GetRoot());

    private readonly Lazy<string[]> _lines = new(() => text.Split('\n'));

    public string Path => path;

    public string Text => text;

    /// <summary>Without line ends; the last is empty where the file ends in one.</summary>
    public IReadOnlyList<string> Lines => _lines.Value;

    /// <summary>Lines a person counts.</summary>
    public int Length => text.Length == 0 ? 0 : Lines.Count - (text.EndsWith('\n') ? 1 : 0);

    public string Name => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The name up to its first dot: what the type in it is called after.</summary>
    public string Stem => Name.Split('.')[0];

    /// <summary>Folders from the root, outermost first.</summary>
    public string[] Folders => path.Split('/')[..^1];

    /// <summary>With its dot; empty for none.</summary>
    public string Extension => System.IO.Path.GetExtension(path);

    public bool IsCSharp => Extension == ".cs";

    /// <summary>Taken from elsewhere or written by a program: no taste of ours applies.</summary>
    public bool IsForeign =>
        path.Contains("/wwwroot/lib/", StringComparison.Ordinal) || path.Contains("/golden/", StringComparison.Ordinal);

    /// <summary>One of the scripts that are the tool chain.</summary>
    public bool IsScript => path is "run" or "test" or "bench" or ".ci/run";

    /// <summary>Code a person wrote.</summary>
    public bool IsCode => !IsForeign && (IsScript || Extension is ".cs" or ".razor" or ".css" or ".js" or ".sql" or ".sh");

    /// <summary>The syntax tree; only for C#.</summary>
    public CompilationUnitSyntax Code => _code.Value;

    public bool Under(string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    public Finding At(SyntaxNodeOrToken place, string what) =>
        new(path, place.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1, what);

    public Finding At(int line, string what) => new(path, line, what);
}
