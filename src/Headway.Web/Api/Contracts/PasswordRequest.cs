namespace Headway.Web.Api.Contracts;

/// <summary>A new password of one's own.</summary>
public sealed record PasswordRequest
{
    /// <summary>The one before; missing where there is none yet.</summary>
    public string? Old { get; init; }

    /// <summary>The new one, 12–200 characters.</summary>
    public required string Password { get; init; }

    /// <summary>Without the passwords.</summary>
    public override string ToString() => nameof(PasswordRequest);
}
