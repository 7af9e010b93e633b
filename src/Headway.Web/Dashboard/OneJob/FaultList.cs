using Headway.Model;

namespace Headway.Web.Dashboard.OneJob;

/// <summary>A job's failures by code.</summary>
/// <param name="Groups">The codes, the most frequent first.</param>
/// <param name="IsWhole">False where there are more failures than were looked at.</param>
public sealed record FaultList(IReadOnlyList<FaultGroup> Groups, bool IsWhole);
