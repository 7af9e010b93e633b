namespace Headway.People;

/// <summary>A link that signs in once, without a password.</summary>
/// <param name="Hash">SHA-256 of its secret, in lower-case hex.</param>
/// <param name="PersonId">Who is signed in; null: whoever opens it becomes the first owner.</param>
/// <param name="ExpiresAt">It is good until then.</param>
public sealed record SignInLink(string Hash, Guid? PersonId, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the hash.</summary>
    public override string ToString() => $"SignInLink for {PersonId?.ToString() ?? "the first owner"}";
}
