using Headway.Model;

namespace Headway.Upkeep;

/// <summary>A schedule that the host's own code declares.</summary>
internal sealed record DeclaredSchedule(NewSchedule Schedule);
