namespace Headway.Model;

/// <summary>
/// A numbered fact, written by the transaction it reports: these jobs changed, to these numbers.
/// It says what changed, not to what: a reader that lags reads the job's snapshot once and is right.
/// </summary>
/// <param name="Id">Position in the feed; grows, with gaps.</param>
/// <param name="At">When it was written.</param>
/// <param name="Org">Whose jobs these are.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Actor">Who asked for it; null where the engine did.</param>
/// <param name="Jobs">The jobs it touched, each with its number after the change; at least one.</param>
public sealed record JobEvent(
    long Id, DateTimeOffset At, string Org, JobEventKind Kind, string? Actor, IReadOnlyList<JobChange> Jobs);
