using System.Text.Json.Serialization;

namespace Headway.Web.Api.Contracts;

/// <summary>What a handler said while it worked.</summary>
public sealed record LogView
{
    /// <summary>Grows within a job; what follows it is read with it as <c>after</c>.</summary>
    public required long Id { get; init; }

    /// <summary>The item; 0 the plan, total + 1 the finish.</summary>
    public required int No { get; init; }

    /// <summary>Generation of the job it was said in.</summary>
    public required int Generation { get; init; }

    /// <summary>1-based number of the attempt within the generation.</summary>
    public required int Attempt { get; init; }

    /// <summary>When, by the worker's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>trace, debug, information, warning, error or critical.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<LogLevel>))]
    public required LogLevel Level { get; init; }

    /// <summary>Which class said it.</summary>
    public string? Category { get; init; }

    /// <summary>One message.</summary>
    public required string Message { get; init; }

    /// <summary>An exception as text.</summary>
    public string? Exception { get; init; }
}
