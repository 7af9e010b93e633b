using System.Text.Json.Serialization;
using Headway.Deliveries;

namespace Headway.Web.Api.Contracts;

/// <summary>Who wants to hear of which jobs' ends.</summary>
public sealed record SubscriptionView
{
    /// <summary>Its name for ever.</summary>
    public required Guid Id { get; init; }

    /// <summary>What a person calls it.</summary>
    public string? Name { get; init; }

    /// <summary><c>webhook</c> or <c>mail</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<DeliveryChannel>))]
    public required DeliveryChannel Channel { get; init; }

    /// <summary>URL or mail address.</summary>
    public required string Target { get; init; }

    /// <summary>The one job it is about, where it came with that job's submission.</summary>
    public string? JobId { get; init; }

    /// <summary>Ends it hears of: <c>completed</c>, <c>failed</c>, <c>cancelled</c>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Job types; empty for any.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Labels a job must have.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Whether webhooks are signed.</summary>
    public required bool Signed { get; init; }

    /// <summary>The secret; only in the answer that made or changed it.</summary>
    public string? Secret { get; init; }

    /// <summary>Until when the secret before the last change signs too.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>False: nothing is told for now.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Why it was disabled, where the destination did it.</summary>
    public string? Reason { get; init; }

    /// <summary>Who made it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
