namespace Headway.Bench.Contests;

/// <summary>One table of the report: what is done, by whom, and which share of whom Headway must reach.</summary>
internal sealed record Workload(string Key, string Title, Shape Shape)
{
    public int Count { get; init; }

    public int Slots { get; init; } = 10;

    public int Producers { get; init; } = 1;

    public required IReadOnlyList<string> Contestants { get; init; }

    public IReadOnlyList<Bar> Bars { get; init; } = [];

    /// <summary>Rounds where they differ from the others'.</summary>
    public int? Rounds { get; init; }
}

/// <summary>How a workload runs, and what is read off it.</summary>
internal enum Shape
{
    /// <summary>One process; so many a second.</summary>
    Rate,

    /// <summary>One process; single waits.</summary>
    Wait,

    /// <summary>A producer and a consumer; single waits.</summary>
    WaitAcross,

    /// <summary>Two processes work one job; so many a second.</summary>
    Together,
}

/// <summary>Headway's rate must be so many times a contestant's; for waits, at most so many times.</summary>
/// <param name="Us">Which Headway.</param>
/// <param name="Them">Whom it is held against.</param>
/// <param name="Times">How many times.</param>
internal sealed record Bar(string Us, string Them, double Times);
