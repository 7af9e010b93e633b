namespace Headway.Deliveries;

/// <summary>Who is to hear of the ends of one job; given with its submission.</summary>
/// <param name="Channel">The way.</param>
/// <param name="Target">An http or https URL, or a mail address.</param>
/// <param name="Secret">Signs a webhook, <c>whsec_</c> and base64; null sends it unsigned.</param>
public sealed record Notice(DeliveryChannel Channel, string Target, string? Secret = null)
{
    /// <summary>Without target and secret, so that neither gets into a log.</summary>
    public override string ToString() => $"Notice by {Channel}";
}
