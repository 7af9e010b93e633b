using Microsoft.Extensions.Logging;

namespace Headway.Model;

/// <summary>What a handler said while it worked.</summary>
public sealed record LogLine
{
    /// <summary>Grows within a job, with gaps; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The job.</summary>
    public required JobId JobId { get; init; }

    /// <summary>The item; 0 the plan, total + 1 the finish; the first of the chunk where a chunk is worked together.</summary>
    public required int No { get; init; }

    /// <summary>Generation of the job it was said in.</summary>
    public required int Generation { get; init; }

    /// <summary>1-based number of the attempt within the generation.</summary>
    public required int Attempt { get; init; }

    /// <summary>When, by the worker's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How bad it is.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>Which class said it; null where nobody says.</summary>
    public string? Category { get; init; }

    /// <summary>One message, cut to 4,096 characters.</summary>
    public required string Message { get; init; }

    /// <summary>An exception as text, cut to 16,384 characters; null where there was none.</summary>
    public string? Exception { get; init; }
}
