namespace Headway.Web.Api.Contracts;

/// <summary>A new secret for a subscription.</summary>
public sealed record SecretRequest
{
    /// <summary><c>whsec_</c> and 24 to 64 bytes in base64. Default: one is made.</summary>
    public string? Secret { get; init; }
}
