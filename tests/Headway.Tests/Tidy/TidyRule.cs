namespace Headway.Tests.Tidy;

/// <summary>A rule of taste that a machine can check.</summary>
/// <param name="Name">What the test is called after.</param>
/// <param name="Remedy">What to do about a finding, as one sentence.</param>
/// <param name="Check">All findings in a tree; none where it is tidy.</param>
internal sealed record TidyRule(string Name, string Remedy, Func<SourceTree, IEnumerable<Finding>> Check)
{
    public static TidyRule PerFile(string name, string remedy, Func<SourceFile, bool> where, Func<SourceFile,
        IEnumerable<Finding>> check) =>
        new(name, remedy, tree => tree.Files.Where(where).SelectMany(check));
}
