namespace Headway.Web.Access;

/// <summary>How a sign-in went.</summary>
/// <param name="Secret">What the cookie holds; null where it was refused.</param>
/// <param name="Refused">Why, in one sentence; null where it was not.</param>
/// <param name="MustWait">It was refused unseen, for there were too many.</param>
internal sealed record SignInAnswer(string? Secret, string? Refused, bool MustWait)
{
    /// <summary>A refusal.</summary>
    public static SignInAnswer Refuse(string why, bool mustWait = false) => new(null, why, mustWait);
}
