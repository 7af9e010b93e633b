namespace Headway.Web.Api.Contracts;

/// <summary>A link that signs in once.</summary>
public sealed record LinkView
{
    /// <summary>Path below the server's address.</summary>
    public required string Path { get; init; }

    /// <summary>Good until then.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Without the link.</summary>
    public override string ToString() => nameof(LinkView);
}
