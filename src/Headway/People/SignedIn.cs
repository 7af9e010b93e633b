namespace Headway.People;

/// <summary>A sign-in and whose it is.</summary>
/// <param name="SignIn">Where.</param>
/// <param name="Person">Who, as they are now.</param>
public sealed record SignedIn(SignIn SignIn, Person Person);
