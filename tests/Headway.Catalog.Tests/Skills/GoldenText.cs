using System.Runtime.CompilerServices;

namespace Headway.Catalog.Tests.Skills;

/// <summary>Texts of shipped documents and what the analysis is known to make of them.</summary>
internal static class GoldenText
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Skills", "Golden");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name + ".txt")).ReplaceLineEndings("\n");

    public static string ReadReport(string name) => File.ReadAllText(Path.Combine(Folder, name + ".report.md")).ReplaceLineEndings("\n");

    /// <summary>Set HEADWAY_WRITE_GOLDEN=1 to accept what the analysis makes of the texts now; review it as a diff.</summary>
    public static bool Writes => Environment.GetEnvironmentVariable("HEADWAY_WRITE_GOLDEN") == "1";

    public static void WriteReport(string name, string report, [CallerFilePath] string here = "") =>
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(here)!, "Golden", name + ".report.md"), report);
}
