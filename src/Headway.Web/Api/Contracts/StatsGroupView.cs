namespace Headway.Web.Api.Contracts;

/// <summary>Sums over a window of one job type, organisation or queue, or of all together.</summary>
public sealed record StatsGroupView
{
    /// <summary>The type, organisation or queue; empty where all are together.</summary>
    public required string Key { get; init; }

    /// <summary>Attempts that did their work, counted by item.</summary>
    public required long Completed { get; init; }

    /// <summary>Attempts with nothing to do.</summary>
    public required long Skipped { get; init; }

    /// <summary>Attempts that failed for good.</summary>
    public required long Failed { get; init; }

    /// <summary>Attempts that failed and were to be tried again.</summary>
    public required long Retried { get; init; }

    /// <summary>Attempts whose job was cancelled meanwhile.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Attempts whose worker died.</summary>
    public required long Lost { get; init; }

    /// <summary>Time spent in slots, seconds.</summary>
    public required double BusySeconds { get; init; }

    /// <summary>How long items ran; a chunk's time is shared evenly by its items.</summary>
    public required TimesView Run { get; init; }

    /// <summary>How long jobs waited, from when they were accepted or due to their first start.</summary>
    public required TimesView Wait { get; init; }

    /// <summary>What was metered.</summary>
    public required MeteredView Metered { get; init; }
}
