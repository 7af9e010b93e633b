namespace Headway.Model;

/// <summary>One fire of a schedule.</summary>
public sealed record Fire
{
    /// <summary>Which schedule.</summary>
    public required Guid ScheduleId { get; init; }

    /// <summary>The time it stands for; of a fire by hand, when it was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>What came of it.</summary>
    public FireOutcome Outcome { get; init; }

    /// <summary>The job it submitted; null where it submitted none.</summary>
    public JobId? JobId { get; init; }

    /// <summary>Earlier fires this one stands for, because their time was missed; 10,000 means as many or more.</summary>
    public int Missed { get; init; }

    /// <summary>A person asked for it, besides the timing.</summary>
    public bool ByHand { get; init; }

    /// <summary>Who asked; null where nobody was signed in, or nobody asked.</summary>
    public string? Actor { get; init; }
}
