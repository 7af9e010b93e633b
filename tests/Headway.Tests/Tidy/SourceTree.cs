using System.ComponentModel;
using System.Diagnostics;

namespace Headway.Tests.Tidy;

/// <summary>All files of the repository that a person keeps, or of a made-up one.</summary>
internal sealed class SourceTree(IEnumerable<SourceFile> files)
{
    private static readonly string[] Texts =
    [
        ".cs", ".razor", ".css", ".js", ".sql", ".sh", ".md", ".json", ".csproj", ".props", ".targets", ".slnx", ".yml", ".editorconfig",
            "",
    ];

    private static readonly string[] NotOurs = [".git", "artifacts", "bin", "obj", "data", "node_modules", ".vs", ".idea", ".vscode"];

    private static readonly Lazy<SourceTree> Loaded = new(() => Load(FindRoot()));

    private readonly HashSet<string> _folders = [];

    public IReadOnlyList<SourceFile> Files { get; } = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>Where the repository is on this machine.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The repository this test was built from.</summary>
    public static SourceTree Repository => Loaded.Value;

    public bool HasFile(string path) => Files.Any(file => file.Path == path);

    public bool HasFolder(string path)
    {
        if (_folders.Count == 0)
            _folders.UnionWith(
                Files.SelectMany(file => Enumerable.Range(1, file.Folders.Length).Select(n => string.Join('/', file.Folders[..n]))));
        return _folders.Contains(path);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Headway.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException(
            $"No Headway.slnx above {AppContext.BaseDirectory}: run the tests from the repository.");
    }

    private static SourceTree Load(string root) =>
        new((ListedByGit(root) ?? Walked(root, "")).Where(path => File.Exists(Path.Combine(root, path))).Select(path => Read(root, path)));

    private static SourceFile Read(string root, string path) =>
        new(path, Texts.Contains(Path.GetExtension(path)) ? File.ReadAllText(Path.Combine(root, path)).ReplaceLineEndings("\n") : "");

    // Null where there is no git, or it does not trust the folder: then the folder is walked.
    private static List<string>? ListedByGit(string root)
    {
        var start = new ProcessStartInfo("git", ["-c", "core.quotePath=off", "ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var lines = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 && lines.Length > 0 ? [.. lines.Distinct()] : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walked(string root, string folder)
    {
        var here = new DirectoryInfo(Path.Combine(root, folder));
        foreach (var file in here.EnumerateFiles())
            yield return folder + file.Name;
        foreach (var child in here.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)))
        {
            foreach (var path in Walked(root, $"{folder}{child.Name}/"))
                yield return path;
        }
    }
}
