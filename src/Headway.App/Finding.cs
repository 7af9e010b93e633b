namespace Headway.App;

/// <summary>What the doctor found in one place.</summary>
/// <param name="Name">Where it looked.</param>
/// <param name="Ok">Nothing needs doing.</param>
/// <param name="Detail">What it saw; where something is wrong, what to do.</param>
internal sealed record Finding(string Name, bool Ok, string Detail);
