using Headway.Model;

namespace Headway.Store;

/// <summary>A schedule whose time has come, locked for the one who decides about it.</summary>
/// <param name="Schedule">As stored.</param>
/// <param name="Now">The store's time.</param>
/// <param name="Open">Jobs of its fires that have not ended; 0 where overlap is allowed.</param>
/// <param name="OldestWaiting">The fire that has waited longest; null where none waits.</param>
public sealed record DueSchedule(Schedule Schedule, DateTimeOffset Now, int Open, DateTimeOffset? OldestWaiting);
