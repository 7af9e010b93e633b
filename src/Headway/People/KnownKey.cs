namespace Headway.People;

/// <summary>A key that is good, and whose it is.</summary>
/// <param name="Key">The key.</param>
/// <param name="Person">Whose own it is, as they are now; null: a service's.</param>
public sealed record KnownKey(ApiKey Key, Person? Person);
