using Headway.Model;

namespace Headway.Machine;

/// <summary>The one table of an item's moves. What is not in it cannot happen; the stores guard the same edges.</summary>
public static class ItemStateMachine
{
    /// <summary>Where <paramref name="signal"/> takes an item.</summary>
    /// <returns>Null where there is no such edge: the signal is refused and the item stays.</returns>
    public static ItemState? Next(ItemState from, Signal signal) => (from, signal) switch
    {
        (ItemState.Blocked, Signal.DependenciesDone) => ItemState.Ready,
        (ItemState.Blocked, Signal.DependencyFailed) => ItemState.Skipped,
        (ItemState.Blocked, Signal.Cancelled) => ItemState.Cancelled,

        (ItemState.Scheduled, Signal.CameDue) => ItemState.Ready,
        (ItemState.Scheduled, Signal.Cancelled) => ItemState.Cancelled,

        (ItemState.Ready, Signal.Claimed) => ItemState.Running,
        (ItemState.Ready, Signal.Cancelled) => ItemState.Cancelled,

        (ItemState.Running, Signal.Succeeded) => ItemState.Completed,
        (ItemState.Running, Signal.FoundNothing) => ItemState.Skipped,
        (ItemState.Running, Signal.FaultedTransient) => ItemState.Retrying,
        (ItemState.Running, Signal.FaultedForGood) => ItemState.Failed,
        (ItemState.Running, Signal.FaultedAsPoison) => ItemState.Quarantined,
        (ItemState.Running, Signal.Released) => ItemState.Ready,
        (ItemState.Running, Signal.Reaped) => ItemState.Retrying,
        (ItemState.Running, Signal.ReapedWithNoneLeft) => ItemState.Failed,
        (ItemState.Running, Signal.Snoozed) => ItemState.Scheduled,
        (ItemState.Running, Signal.CrashedAlone) => ItemState.Quarantined,
        (ItemState.Running, Signal.Cancelled) => ItemState.Cancelled,

        (ItemState.Retrying, Signal.CameDue) => ItemState.Ready,
        (ItemState.Retrying, Signal.Claimed) => ItemState.Running,
        (ItemState.Retrying, Signal.Cancelled) => ItemState.Cancelled,

        (ItemState.Failed or ItemState.Cancelled or ItemState.Quarantined, Signal.RetriedByPerson) => ItemState.Ready,

        (ItemState.Ready or ItemState.Retrying or ItemState.Failed or ItemState.Quarantined, Signal.SkippedByPerson) => ItemState.Skipped,

        _ => null,
    };

    extension(ItemState state)
    {
        /// <summary>Whether the item has its outcome; only a person moves it again.</summary>
        public bool IsFinal => state is ItemState.Completed or ItemState.Skipped or ItemState.Failed
            or ItemState.Cancelled or ItemState.Quarantined;

        /// <summary>Whether a person may retry it.</summary>
        public bool CanBeRetried => Next(state, Signal.RetriedByPerson) is not null;
    }
}
