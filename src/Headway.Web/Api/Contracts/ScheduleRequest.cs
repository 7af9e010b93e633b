using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A schedule as it is to be.</summary>
public sealed record ScheduleRequest
{
    /// <summary>What it is called: 1–100 lower-case letters, digits, <c>-</c>, <c>_</c> and dots.</summary>
    public string? Name { get; init; }

    /// <summary>When it fires.</summary>
    public TimingView? Timing { get; init; }

    /// <summary>The job each fire submits; <c>due_at</c> is left to the schedule.</summary>
    public JobRequest? Job { get; init; }

    /// <summary>
    /// What a fire does while an earlier one's job is open: <c>skip</c> (the default), <c>queue</c> or <c>allow</c>.
    /// </summary>
    [JsonConverter(typeof(SnakeCaseEnum<OverlapPolicy>))]
    public OverlapPolicy? Overlap { get; init; }

    /// <summary>
    /// What becomes of fires missed by more than a minute: <c>skip</c>, <c>once</c> (the default: one makes up for all) or
    /// <c>all</c> (the last 100).
    /// </summary>
    [JsonConverter(typeof(SnakeCaseEnum<MisfirePolicy>))]
    public MisfirePolicy? Misfire { get; init; }
}
