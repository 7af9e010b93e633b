namespace Headway.Deliveries;

/// <summary>What an attempt to send came to, and what the destination said.</summary>
/// <param name="Verdict">What becomes of the delivery.</param>
/// <param name="Status">An HTTP or SMTP status; null where nothing was answered.</param>
/// <param name="Excerpt">The beginning of what was answered.</param>
/// <param name="Error">Why it was not taken, in one sentence; null where it was.</param>
/// <param name="RetryAfter">How long the destination wants to be left alone; null where it did not say.</param>
public sealed record DeliveryAnswer(
    DeliveryVerdict Verdict, int? Status = null, string? Excerpt = null, string? Error = null, TimeSpan? RetryAfter = null);
