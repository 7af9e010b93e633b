using System.Text.Json;
using Headway.Deliveries;

namespace Headway.Catalog.Deliveries;

/// <summary>What a webhook says. The same delivery gives the same bytes, however often it is sent.</summary>
/// <param name="Type">The event.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">The job, or who is pinged.</param>
internal sealed record WebhookBody(string Type, DateTimeOffset Timestamp, WebhookBody.Ended Data)
{
    /// <summary>The body of a delivery.</summary>
    public static byte[] Of(DeliveryMessage message, OutboundOptions options)
    {
        var delivery = message.Delivery;
        var data = message.Job is { } job ? About(job, options) : new Ended { SubscriptionId = message.Subscription.Id };
        return JsonSerializer.SerializeToUtf8Bytes(
            new WebhookBody(delivery.Event, message.Job?.FinishedAt ?? delivery.CreatedAt, data), WebhookJson.Default.WebhookBody);
    }

    private static Ended About(EndedJob job, OutboundOptions options) => new()
    {
        JobId = job.Id.ToString(),
        JobType = job.Type,
        Name = job.Name,
        Status = job.Status.ToString().ToLowerInvariant(),
        Generation = job.Generation,
        DryRun = job.DryRun ? true : null,
        Org = job.Org,
        Queue = job.Queue,
        CreatedBy = job.CreatedBy,
        Source = job.Source.ToString().ToLowerInvariant(),
        Labels = job.Labels,
        Counts = new Items(job.Counts.Total, job.Counts.Completed, job.Counts.Failed, job.Counts.Skipped, job.Counts.Cancelled),
        CreatedAt = job.CreatedAt,
        StartedAt = job.StartedAt,
        FinishedAt = job.FinishedAt,
        DurationSeconds = job.StartedAt is { } started ? (job.FinishedAt - started).TotalSeconds : null,
        Fault = job.Fault is { } fault ? new Error(null, null, fault.Code, fault.Message) : null,
        Errors = job.Errors.Count == 0 ? null
            : [.. job.Errors.Select(error => new Error(error.No, error.Name, error.Code, error.Message))],
        Result = job.Result is { } result ? JsonElement.Parse(result) : null,
        Url = options.LinkTo($"jobs/{job.Id}"),
    };

    /// <summary>A job as it ended; of a ping, the subscription alone.</summary>
    internal sealed record Ended
    {
        public Guid? SubscriptionId { get; init; }

        public string? JobId { get; init; }

        public string? JobType { get; init; }

        public string? Name { get; init; }

        public string? Status { get; init; }

        public int? Generation { get; init; }

        public bool? DryRun { get; init; }

        public string? Org { get; init; }

        public string? Queue { get; init; }

        public string? CreatedBy { get; init; }

        public string? Source { get; init; }

        public IReadOnlyDictionary<string, string>? Labels { get; init; }

        public Items? Counts { get; init; }

        public DateTimeOffset? CreatedAt { get; init; }

        public DateTimeOffset? StartedAt { get; init; }

        public DateTimeOffset? FinishedAt { get; init; }

        public double? DurationSeconds { get; init; }

        public Error? Fault { get; init; }

        public IReadOnlyList<Error>? Errors { get; init; }

        public JsonElement? Result { get; init; }

        public string? Url { get; init; }
    }

    /// <summary>How items ended.</summary>
    internal sealed record Items(int Total, int Completed, int Failed, int Skipped, int Cancelled);

    /// <summary>Why an item, or without a number the job, failed.</summary>
    internal sealed record Error(int? No, string? Name, string Code, string Message);
}
