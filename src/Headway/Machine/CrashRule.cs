using System.Globalization;
using Headway.Model;

namespace Headway.Machine;

/// <summary>
/// When an item is taken for poison. A worker that dies tells on all it held; so they run again one by one, each alone in its process,
/// and only a death over a single item counts against that item.
/// </summary>
public static class CrashRule
{
    /// <summary>So many deaths over one item alone, within <see cref="Window"/>, quarantine it.</summary>
    public const int MaxCrashes = 3;

    /// <summary>Older deaths do not count any more.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(72);

    /// <summary>Why an item is quarantined.</summary>
    public static Fault Quarantined() => new()
    {
        Class = FaultClass.Poison,
        Code = "quarantined",
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"Its worker died {MaxCrashes} times within {Window.TotalHours:0} hours while it ran nothing else."),
        Hint = "Look at the logs of the workers and at the item's input; retry the item to let it out.",
    };

    /// <summary>Why an item failed whose worker died in its last attempt.</summary>
    /// <param name="number">Number of that attempt.</param>
    public static Fault WorkerLost(int number) => new()
    {
        Class = FaultClass.Poison,
        Code = "worker_lost",
        Message = number == 1
            ? "The worker died, or lost its lease, in the only attempt."
            : $"The worker died, or lost its lease, in the last of {number} attempts.",
        Hint = "Look at the worker's log, then retry the item.",
    };
}
