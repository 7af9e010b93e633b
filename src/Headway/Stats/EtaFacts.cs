namespace Headway.Stats;

/// <summary>What an estimate needs to know of a job.</summary>
public readonly record struct EtaFacts
{
    /// <summary>Items without an outcome, those that run included.</summary>
    public int Left { get; init; }

    /// <summary>Items with one.</summary>
    public int Done { get; init; }

    /// <summary>Slots its items are in.</summary>
    public int Slots { get; init; }

    /// <summary>Slots that could take more of it and run nothing.</summary>
    public int FreeSlots { get; init; }

    /// <summary>Whether something of it has ever run.</summary>
    public bool Started { get; init; }

    /// <summary>Since its start; before that, since it waits.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Until its due time; zero or less where that has come.</summary>
    public TimeSpan DueIn { get; init; }

    /// <summary>How far its only item says to be, 0–100; 0 where nothing was said.</summary>
    public double Percent { get; init; }

    /// <summary>Whether it waits for a person, or its items are not all known yet: nothing can be foretold.</summary>
    public bool Stopped { get; init; }
}
