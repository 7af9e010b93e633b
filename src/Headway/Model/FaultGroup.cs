namespace Headway.Model;

/// <summary>Failures of one code in one job, those that a retry mended among them.</summary>
public sealed record FaultGroup
{
    /// <summary>Whether another attempt was worth making.</summary>
    public required FaultClass Class { get; init; }

    /// <summary>The stable word.</summary>
    public required string Code { get; init; }

    /// <summary>Attempts that failed so.</summary>
    public required int Times { get; init; }

    /// <summary>Items they were made for.</summary>
    public required int Items { get; init; }

    /// <summary>When it happened for the first time.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When it happened last.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The highest number of an item it happened to.</summary>
    public required int SampleNo { get; init; }

    /// <summary>The last failure of that item, of this code.</summary>
    public required Fault Sample { get; init; }
}
