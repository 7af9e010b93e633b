namespace Headway.Web.Api.Contracts;

/// <summary>Where somebody is signed in.</summary>
public sealed record SignInList
{
    /// <summary>Latest first; at most 100.</summary>
    public required IReadOnlyList<SignInView> SignIns { get; init; }
}
