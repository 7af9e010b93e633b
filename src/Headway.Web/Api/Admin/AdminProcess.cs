namespace Headway.Web.Api.Admin;

/// <summary>What a call of process is given; may be left out.</summary>
public sealed record AdminProcess
{
    /// <summary>The caller's id for this call, ≤ 200 characters; the header <c>Idempotency-Key</c> does the same.</summary>
    public string? RequestId { get; init; }
}
