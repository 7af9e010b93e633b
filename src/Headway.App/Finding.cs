namespace Headway.App;

/// <summary>What the doctor found in one place.</summary>
/// <param name="Name">Where it looked.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Detail">What it saw; where something is wrong, what to do.</param>
internal sealed record Finding(string Name, FindingLevel Level, string Detail)
{
    /// <summary>Nothing needs doing.</summary>
    public bool Ok => Level == FindingLevel.Fine;

    /// <summary>A finding that needs nothing.</summary>
    public static Finding Fine(string name, string detail) => new(name, FindingLevel.Fine, detail);

    /// <summary>A finding somebody should look at.</summary>
    public static Finding Warning(string name, string detail) => new(name, FindingLevel.Warning, detail);

    /// <summary>A finding that stops work, or can lose some.</summary>
    public static Finding Error(string name, string detail) => new(name, FindingLevel.Error, detail);

    /// <summary>What a script is told of all of them: 0 fine, 1 warnings, 2 errors.</summary>
    public static int CodeOf(IEnumerable<Finding> findings) => (int)findings.Max(finding => finding.Level);
}
