namespace Headway.Web.Api.Contracts;

/// <summary>Who wants to hear of which jobs' ends. One of <see cref="Webhook"/> and <see cref="Mail"/> is given.</summary>
public sealed record SubscriptionRequest
{
    /// <summary>What a person calls it, ≤ 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>An http or https URL that takes signed requests.</summary>
    public string? Webhook { get; init; }

    /// <summary>A mail address.</summary>
    public string? Mail { get; init; }

    /// <summary><c>completed</c>, <c>failed</c>, <c>cancelled</c>; missing or empty for all of them.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Job types, ≤ 100; missing or empty for any.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Labels a job must have, all of them; ≤ 32.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>
    /// Signs webhooks: <c>whsec_</c> and 24 to 64 bytes in base64. Default: one is made. Only when it is made; later <c>POST …/secret</c>
    /// changes it.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>False: nothing is told for now. Default true.</summary>
    public bool? Enabled { get; init; }
}
