using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Headway.Tests.Tidy;

/// <summary>What C# and Razor may not say.</summary>
internal static partial class CodeRules
{
    private const int MethodLines = 50;

    public static IReadOnlyList<TidyRule> All { get; } =
    [
        CSharp("methods_are_short", "Take a step out and name it.", LongMethods),
        CSharp("a_file_holds_the_type_it_is_named_after", "Give every public type a file of its name.", StrayTypes),
        CSharp("types_say_what_they_are", "Name it after what it does, with a word of docs/glossary.md.", EmptyTypeNames),
        CSharp("namespaces_follow_folders", "Name the namespace after the project and its folders.", StrayNamespaces),
        TidyRule.PerFile("nothing_is_unfinished", "Finish it, or write an issue.", file => file.IsCode, Unfinished),
        CSharp("no_exception_is_swallowed", "Name the exception and say in the block why nothing follows, or let it pass.", Swallowed),
        TidyRule.PerFile("no_script_swallows", "Handle it or let it pass.", file =>
            file.IsCode && file.Extension == ".js", SwallowedInScript),
        CSharp("nothing_waits_out_of_sight", "Return a Task and await it.", Unawaited),
        CSharp(
            "tests_do_not_sleep", "Wait for the condition with Eventually, the one file that may pause.",
            Sleeps, file => file.Under("tests") && file.Name != "Eventually.cs"),
        TidyRule.PerFile("no_markup_from_text", "Let Razor encode it.", file => file.Under("src") && file.IsCode, Markup),
    ];

    private static TidyRule CSharp(
        string name, string remedy, Func<SourceFile, IEnumerable<Finding>> check, Func<SourceFile, bool>? where = null) =>
        TidyRule.PerFile(name, remedy, file => file.IsCSharp && !file.IsForeign && (where?.Invoke(file) ?? true), check);

    private static IEnumerable<Finding> LongMethods(SourceFile file)
    {
        var program = file.Code.Members.OfType<GlobalStatementSyntax>().ToList();
        if (program.Count > 0 && Span(program[0].SpanStart, program[^1].Span.End, file) is var lines and > MethodLines)
            yield return file.At(program[0], $"{lines} lines of program, at most {MethodLines}");
        foreach (var node in file.Code.DescendantNodes())
        {
            if (NameOf(node) is { } name && Span(name.SpanStart, node.Span.End, file) is var length and > MethodLines)
                yield return file.At(name, $"{name.Text} has {length} lines, at most {MethodLines}");
        }
    }

    private static SyntaxToken? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier,
        ConstructorDeclarationSyntax constructor => constructor.Identifier,
        LocalFunctionStatementSyntax function => function.Identifier,
        AccessorDeclarationSyntax accessor => accessor.Keyword,
        OperatorDeclarationSyntax operation => operation.OperatorToken,
        _ => null,
    };

    private static int Span(int start, int end, SourceFile file)
    {
        var text = file.Code.SyntaxTree.GetText();
        return text.Lines.GetLineFromPosition(end).LineNumber - text.Lines.GetLineFromPosition(start).LineNumber + 1;
    }

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SourceFile file) =>
        file.Code.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static SyntaxToken TypeName(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier : ((BaseTypeDeclarationSyntax)type).Identifier;

    private static IEnumerable<Finding> StrayTypes(SourceFile file) =>
        from type in TopLevelTypes(file)
        where type.Modifiers.Any(SyntaxKind.PublicKeyword) && TypeName(type).Text != file.Stem
        select file.At(TypeName(type), $"{TypeName(type).Text} is public and lives in {file.Name}");

    private static IEnumerable<Finding> EmptyTypeNames(SourceFile file) =>
        from type in file.Code.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where LayoutRules.SaysNothing(type.Identifier.Text)
        select file.At(type.Identifier, $"'{type.Identifier.Text}' says nothing");

    private static IEnumerable<Finding> StrayNamespaces(SourceFile file) =>
        from space in file.Code.Members.OfType<BaseNamespaceDeclarationSyntax>()
        where file.Folders is ["src" or "tests" or "bench", _, ..]
        let expected = string.Join('.', file.Folders[1..])
        where space.Name.ToString() != expected
        select file.At(space.Name, $"{space.Name} should be {expected}");

    private static IEnumerable<Finding> Unfinished(SourceFile file)
    {
        if (!file.IsCSharp)
        {
            return from line in file.Lines.Index()
                   where UnfinishedWord().IsMatch(line.Item)
                   select file.At(line.Index + 1, line.Item.Trim());
        }
        var comments = from trivia in file.Code.DescendantTrivia()
                       where UnfinishedWord().IsMatch(trivia.ToString()) && trivia.Kind() is not SyntaxKind.DisabledTextTrivia
                       select new Finding(file.Path, trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
                           trivia.ToString().Trim());
        var thrown = from token in file.Code.DescendantTokens()
                     where token.IsKind(SyntaxKind.IdentifierToken) && token.Text == nameof(NotImplementedException)
                         && token.Parent?.Parent is ObjectCreationExpressionSyntax or ThrowStatementSyntax
                     select file.At(token, token.Text);
        return comments.Concat(thrown);
    }

    private static IEnumerable<Finding> Swallowed(SourceFile file) =>
        from handler in file.Code.DescendantNodes().OfType<CatchClauseSyntax>()
        where handler.Block.Statements.Count == 0
        let catchesAll = handler.Declaration is null || handler.Declaration.Type.ToString() is "Exception" or "System.Exception"
        where catchesAll || !handler.Block.DescendantTrivia().Any(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia)
        select file.At(handler, "an empty catch");

    private static IEnumerable<Finding> SwallowedInScript(SourceFile file) =>
        from Match match in EmptyScriptCatch().Matches(file.Text)
        select file.At(file.Text.AsSpan(0, match.Index).Count('\n') + 1, "an empty catch");

    private static IEnumerable<Finding> Unawaited(SourceFile file)
    {
        var asyncVoid = from method in file.Code.DescendantNodes().OfType<MethodDeclarationSyntax>()
                        where method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() == "void"
                        select file.At(method.Identifier, $"{method.Identifier.Text} is async void");
        var blocked = from call in file.Code.DescendantNodes().OfType<InvocationExpressionSyntax>()
                      where file.Under("src") && Flat(call.Expression).EndsWith(".GetAwaiter().GetResult", StringComparison.Ordinal)
                      select file.At(call, "blocks a thread on a task");
        return asyncVoid.Concat(blocked);
    }

    private static IEnumerable<Finding> Sleeps(SourceFile file) =>
        from call in file.Code.DescendantNodes().OfType<InvocationExpressionSyntax>()
        let name = Flat(call.Expression)
        where name.EndsWith("Thread.Sleep", StringComparison.Ordinal)
            || (name.EndsWith("Task.Delay", StringComparison.Ordinal) && IsASleep(call))
        select file.At(call, $"{name} is a sleep");

    // A delay on a clock that is passed in is virtual time; one without an end is a wait for cancellation.
    private static bool IsASleep(InvocationExpressionSyntax call) =>
        !call.ArgumentList.Arguments.Any(argument => VirtualTime().IsMatch(argument.ToString()));

    private static IEnumerable<Finding> Markup(SourceFile file)
    {
        var lines = file.IsCSharp
            ? file.Code.DescendantTokens().Where(token => token.Text == "MarkupString").Select(token => file.At(token, token.Text))
            : file.Lines.Index().Where(line => line.Item.Contains("MarkupString", StringComparison.Ordinal))
                .Select(line => file.At(line.Index + 1, "MarkupString"));
        return lines;
    }

    private static string Flat(ExpressionSyntax expression) => string.Concat(expression.ToString().Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|throw new NotImplementedException")]
    private static partial Regex UnfinishedWord();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}|\.catch\(\s*\(\s*\w*\s*\)\s*=>\s*\{\s*\}\s*\)")]
    private static partial Regex EmptyScriptCatch();

    [GeneratedRegex(@"(clock|time|TimeProvider)$|^Timeout\.Infinite", RegexOptions.IgnoreCase)]
    private static partial Regex VirtualTime();
}
