using Headway.Model;

namespace Headway.Store;

/// <summary>What a person says of an error.</summary>
/// <param name="State">Open, resolved or ignored.</param>
/// <param name="Until">Of an ignored one: until then; null: without end in time.</param>
/// <param name="Times">Of an ignored one: until it has happened so often again; null: however often.</param>
/// <param name="Actor">Who says it; null where nobody is signed in.</param>
/// <param name="Reason">Why, ≤ 400 characters.</param>
public sealed record ErrorVerdict(
    ErrorState State, DateTimeOffset? Until = null, long? Times = null, string? Actor = null, string? Reason = null);
