using System.Text.Json;
using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A schedule as the API shows it.</summary>
public sealed record ScheduleView
{
    /// <summary>Its id, a UUID; routes take it or the name.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>When it fires.</summary>
    public required TimingView Timing { get; init; }

    /// <summary>Job type of what it submits.</summary>
    public required string Type { get; init; }

    /// <summary>What its jobs are called; null: after the schedule.</summary>
    public string? JobName { get; init; }

    /// <summary>The config of its jobs.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>The line its jobs wait in.</summary>
    public required string Queue { get; init; }

    /// <summary>Priority of its jobs.</summary>
    public required int Priority { get; init; }

    /// <summary>How many items its jobs are given; null where they are planned, or one.</summary>
    public int? Items { get; init; }

    /// <summary>What a fire does while an earlier one's job is open.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<OverlapPolicy>))]
    public required OverlapPolicy Overlap { get; init; }

    /// <summary>What becomes of missed fires.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<MisfirePolicy>))]
    public required MisfirePolicy Misfire { get; init; }

    /// <summary>Whether it makes fires by itself now.</summary>
    public required bool Paused { get; init; }

    /// <summary>Since when it is paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who paused it.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Why it was paused.</summary>
    public string? PauseReason { get; init; }

    /// <summary>Its next fire; null where none will come.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Its last fire; null before the first.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Fires that wait for an earlier one's job to end.</summary>
    public required int Waiting { get; init; }

    /// <summary>1, and one more with every change; also its ETag.</summary>
    public required int Version { get; init; }

    /// <summary>Who made it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
