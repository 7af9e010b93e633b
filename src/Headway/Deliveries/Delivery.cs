using Headway.Model;

namespace Headway.Deliveries;

/// <summary>One end of one job for one subscription, or a ping: sent until it is taken or given up.</summary>
public sealed record Delivery
{
    /// <summary>Its number; later ones are greater.</summary>
    public required long Id { get; init; }

    /// <summary>For whom.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>Whose job it is about.</summary>
    public required string Org { get; init; }

    /// <summary>The way.</summary>
    public DeliveryChannel Channel { get; init; }

    /// <summary>Where to; null where its subscription is gone.</summary>
    public string? Target { get; init; }

    /// <summary>The job that ended; null for a ping.</summary>
    public JobId? JobId { get; init; }

    /// <summary>Which of the job's lives ended; 0 for a ping.</summary>
    public int Generation { get; init; }

    /// <summary><c>job.completed</c>, <c>job.failed</c>, <c>job.cancelled</c> or <c>ping</c>.</summary>
    public required string Event { get; init; }

    /// <summary>Where it is.</summary>
    public DeliveryState State { get; init; }

    /// <summary>Times it was tried since it was written or sent again by hand, one under way among them.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next, or given to another node where the one that sends it is gone; null: not at all for now.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last attempt; null before.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>When it was taken or given up; null before.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>What the destination answered last, e.g. an HTTP status; null where it did not.</summary>
    public int? Status { get; init; }

    /// <summary>The beginning of that answer.</summary>
    public string? Answer { get; init; }

    /// <summary>Why the last attempt failed, in one sentence; null where none did.</summary>
    public string? Error { get; init; }
}
