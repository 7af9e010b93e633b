using System.Text.Json;
using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A submission.</summary>
public sealed record JobRequest
{
    /// <summary>Registered job type; <c>GET /types</c> lists them.</summary>
    public string? Type { get; init; }

    /// <summary>A JSON object the job runs with, ≤ 256 KB. Default: empty.</summary>
    public JsonElement? Config { get; init; }

    /// <summary>What a person calls the job, ≤ 400 characters.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The items, where the submitter knows them, 1–1,000,000; null: the job's handler plans them, or the job is one item.
    /// </summary>
    public IReadOnlyList<ItemRequest>? Items { get; init; }

    /// <summary>Key-value pairs to find the job by, ≤ 32.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The line it waits in. Default <c>default</c>.</summary>
    public string? Queue { get; init; }

    /// <summary>What submits it: <c>api</c> (default), <c>cli</c>, <c>manual</c> or <c>webhook</c>.</summary>
    public string? Source { get; init; }

    /// <summary>Higher runs first. Default 0.</summary>
    public int? Priority { get; init; }

    /// <summary>
    /// While a job of the same type with this key is open, no other is accepted: the answer is that job, with <c>200</c>. 1–200
    /// characters.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>Who takes its chunks: <c>worker</c> (default), or <c>client</c>: only calls of process do, and workers never.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobDrive>))]
    public JobDrive? Driver { get; init; }

    /// <summary>Jobs it runs after: it takes no slot until they have ended; at most 100.</summary>
    public IReadOnlyList<AfterRequest?>? After { get; init; }

    /// <summary>The job it is a child of; cancelling that one cancels it.</summary>
    public ParentRequest? Parent { get; init; }

    /// <summary>Jobs with the same key share a limit, where there is one for it; ≤ 100 characters.</summary>
    public string? LimitKey { get; init; }

    /// <summary>Chunks of jobs with this key that may run at once; sets the key's limit.</summary>
    public int? KeySlots { get; init; }

    /// <summary>
    /// Seconds the job may take from its first start, pauses included; then it is ended and has failed. 1 to 31,536,000; default: what its
    /// type says.
    /// </summary>
    public double? TimeLimitSeconds { get; init; }

    /// <summary>Not started before; null means at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>An http or https URL that is told, with a signed request, how the job ended.</summary>
    public string? Webhook { get; init; }

    /// <summary>Signs that request: <c>whsec_</c> and 24 to 64 bytes in base64. Default: it is not signed.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>A mail address that is told how the job ended.</summary>
    public string? Mail { get; init; }

    /// <summary>Only count the items the type's plan comes to; the result says how many and shows some. Default false.</summary>
    public bool? DryRun { get; init; }
}
