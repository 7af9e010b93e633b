using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>One thing that was done to a job.</summary>
public sealed record HistoryEntry
{
    /// <summary>Position in the feed.</summary>
    public required long Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobEventKind>))]
    public required JobEventKind Kind { get; init; }

    /// <summary>Who; null where nobody was signed in.</summary>
    public string? Actor { get; init; }

    /// <summary>The job's number after it.</summary>
    public required long Seq { get; init; }
}
