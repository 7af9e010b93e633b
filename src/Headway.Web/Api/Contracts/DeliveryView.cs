using System.Text.Json.Serialization;
using Headway.Deliveries;

namespace Headway.Web.Api.Contracts;

/// <summary>One end of one job for one subscription, or a ping.</summary>
public sealed record DeliveryView
{
    /// <summary>Its number; later ones are greater.</summary>
    public required long Id { get; init; }

    /// <summary>For whom.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary><c>webhook</c> or <c>mail</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<DeliveryChannel>))]
    public required DeliveryChannel Channel { get; init; }

    /// <summary>Where to; missing where the subscription is gone.</summary>
    public string? Target { get; init; }

    /// <summary><c>job.completed</c>, <c>job.failed</c>, <c>job.cancelled</c> or <c>ping</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The job that ended; missing for a ping.</summary>
    public string? JobId { get; init; }

    /// <summary>Which of the job's lives ended.</summary>
    public int? Generation { get; init; }

    /// <summary><c>waiting</c>, <c>sent</c> or <c>dead</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<DeliveryState>))]
    public required DeliveryState Status { get; init; }

    /// <summary>Times it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last attempt.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>Next attempt, where it waits for one.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was taken, or given up.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>HTTP or SMTP status of the last answer.</summary>
    public int? AnswerStatus { get; init; }

    /// <summary>The beginning of the last answer; data of a stranger.</summary>
    public string? Answer { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }
}
