namespace Headway.Store;

/// <summary>A request that may be repeated, as it was first made.</summary>
/// <param name="Hash">Of what was asked for.</param>
/// <param name="Id">The id of what it makes; given out before it is made, so that making it again changes nothing.</param>
/// <param name="Answer">How it was answered; null until it was.</param>
public sealed record KeptRequest(string Hash, Guid Id, RequestAnswer? Answer);
