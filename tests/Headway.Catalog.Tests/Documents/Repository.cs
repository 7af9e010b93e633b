namespace Headway.Catalog.Tests.Documents;

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Samples => Path.Combine(Root, "samples", "syllabi");

    public static string Corpus => Path.Combine(Root, "tests", "Headway.Catalog.Tests", "Corpus");

    /// <summary>The command as built beside these tests.</summary>
    public static string Command => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Headway.App.exe" : "Headway.App");

    private static string Find()
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "Headway.slnx")))
                return place.FullName;
        }

        throw new InvalidOperationException("These tests run inside the repository only.");
    }
}
