using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>A queue or a job type: what waits for it, who works for it, and what it did.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Name">Its name.</param>
/// <param name="Title">What a person calls it.</param>
public sealed record LineRow(HoldKind Kind, string Name, string Title)
{
    /// <summary>Jobs that could give something now, counted to a thousand for each pair of queue and type.</summary>
    public int Waiting { get; init; }

    /// <summary>Whether there are more than were counted.</summary>
    public bool More { get; init; }

    /// <summary>Workers alive that take from it.</summary>
    public int Workers { get; init; }

    /// <summary>Slots of those workers.</summary>
    public int Slots { get; init; }

    /// <summary>Slots of theirs in use, for whatever.</summary>
    public int Busy { get; init; }

    /// <summary>The hold on it for everybody; null where it is open.</summary>
    public Hold? Hold { get; init; }

    /// <summary>Organisations it is paused for alone.</summary>
    public IReadOnlyList<Hold> OrgHolds { get; init; } = [];

    /// <summary>Attempts of the last hour that succeeded and that failed.</summary>
    public (long Completed, long Failed) LastHour { get; init; }

    /// <summary>What 19 of 20 jobs waited at most for their start in the last hour; null where none started.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Attempts a minute over the last hour, oldest first; of job types only.</summary>
    public IReadOnlyList<Bar> Bars { get; init; } = [];
}
