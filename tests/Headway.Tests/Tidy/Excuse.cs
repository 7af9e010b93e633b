namespace Headway.Tests.Tidy;

/// <summary>A finding that may stand.</summary>
/// <param name="Rule">The rule it breaks.</param>
/// <param name="Place">How the finding starts: a path, or a path with what is there.</param>
/// <param name="Why">Why it may stand.</param>
internal sealed record Excuse(string Rule, string Place, string Why)
{
    public bool Covers(string rule, Finding finding) =>
        rule == Rule && finding.ToString().StartsWith(Place, StringComparison.Ordinal);
}
