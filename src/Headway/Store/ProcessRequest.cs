using Headway.Model;

namespace Headway.Store;

/// <summary>One call of process.</summary>
/// <param name="JobId">Which job.</param>
/// <param name="Request">The caller's id for the call, 1–200 characters; another id is another call.</param>
/// <param name="Session">A live session.</param>
/// <param name="Call">A new random id for the claim.</param>
public sealed record ProcessRequest(JobId JobId, string Request, Guid Session, Guid Call);
