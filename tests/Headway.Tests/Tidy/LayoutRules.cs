using System.Text.RegularExpressions;

namespace Headway.Tests.Tidy;

/// <summary>How files and folders are named, sized and placed.</summary>
internal static partial class LayoutRules
{
    private const int FileLines = 400;
    private const int ScriptLines = 60;
    private const int Columns = 140;
    private const int Depth = 4;

    // Where the tests of a folder have another name than the folder.
    private static readonly Dictionary<string, string> MirroredAs = new()
    {
        ["src/Headway/Store"] = "tests/Headway.Store.Tests", // the contract suite, run on three stores
        ["src/Headway.Web/Dashboard"] = "tests/Headway.Web.Tests/Components",
    };

    public static IReadOnlyList<TidyRule> All { get; } =
    [
        TidyRule.PerFile("files_are_short", "Split it by topic.", file => file.IsCode, LongFiles),
        TidyRule.PerFile("lines_are_short", "Break the line.", file => file.IsCode, LongLines),
        TidyRule.PerFile("folders_are_shallow", "Move it up: four folders from the root are enough.", _ => true, DeepFolders),
        TidyRule.PerFile("names_say_what_a_thing_is", "Name it after the thing in it, with a word of docs/glossary.md.", _ =>
            true, EmptyNames),
        new("source_folders_have_tests", "Put tests into the folder of the same name in the test project.", UntestedFolders),
        TidyRule.PerFile("nothing_outside_the_repository_is_named", "Use a path inside the repository, or ask for it.", IsText,
            OutsidePaths),
    ];

    private static bool IsText(SourceFile file) => file.IsCode || file.Extension is ".md" or ".json" or ".csproj" or ".props" or ".yml";

    private static IEnumerable<Finding> LongFiles(SourceFile file)
    {
        var most = file.IsScript ? ScriptLines : FileLines;
        if (file.Length > most)
            yield return file.At(0, $"{file.Length} lines, at most {most}");
    }

    // A mark makes one line of SQL one fragment of one database: broken in two it would need two marks, and those are counted.
    private static IEnumerable<Finding> LongLines(SourceFile file) =>
        from line in file.Lines.Index()
        where line.Item.Length > Columns && !(file.Extension == ".sql" && Marked().IsMatch(line.Item))
        select file.At(line.Index + 1, $"{line.Item.Length} columns, at most {Columns}");

    private static IEnumerable<Finding> DeepFolders(SourceFile file)
    {
        if (file.Folders.Length > Depth && !file.IsForeign)
            yield return file.At(0, $"{file.Folders.Length} folders deep, at most {Depth}");
    }

    private static IEnumerable<Finding> EmptyNames(SourceFile file) =>
        from name in file.Folders.SelectMany(folder => folder.Split('.')).Append(file.Stem)
        where SaysNothing(name) && !file.IsForeign
        select file.At(0, $"'{name}' says nothing");

    /// <summary>Whether a name of a folder, file or type is, or ends in, a word that fits everything.</summary>
    public static bool SaysNothing(string name) => EmptyWord().IsMatch(name);

    private static IEnumerable<Finding> UntestedFolders(SourceTree tree) =>
        from folder in tree.Files.Where(HoldsTestableCode).Select(file => string.Join('/', file.Folders[..3])).Distinct()
        let tests = MirroredAs.GetValueOrDefault(folder) ?? folder.Replace("src/", "tests/", StringComparison.Ordinal).Replace(
            folder.Split('/')[1], folder.Split('/')[1] + ".Tests", StringComparison.Ordinal)
        where !tree.HasFolder(tests)
        select new Finding(folder, 0, $"no tests in {tests}");

    private static bool HoldsTestableCode(SourceFile file) =>
        file.Folders is ["src", "Headway" or "Headway.Catalog" or "Headway.Store" or "Headway.Web", _, ..]
            && file.Extension is ".cs" or ".razor"
        && file.Folders.Length >= 3;

    private static IEnumerable<Finding> OutsidePaths(SourceFile file) =>
        from line in file.Lines.Index()
        let path = OutsidePath().Match(line.Item)
        where path.Success && !file.IsForeign
        select file.At(line.Index + 1, $"'{path.Value}' is a folder of one machine");

    [GeneratedRegex(
        "(Util|Utils|Utilities|Helper|Helpers|Common|Manager|Impl|(?<!Knowledge)Base|Service)$|^(utils?|helpers?|common|misc)$")]
    private static partial Regex EmptyWord();

    [GeneratedRegex(@"(?<![\w.$}*\-])/(?:work|home|root)(?:/[\w.]|(?=[\s""'`;)]|$))")]
    private static partial Regex OutsidePath();

    [GeneratedRegex(@"--(postgres|sqlite)\b[^']*$")]
    private static partial Regex Marked();
}
