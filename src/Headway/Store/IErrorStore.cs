using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Errors over all jobs. What fails is noted in the transaction of its outcome and counted some seconds later by
/// <see cref="FoldErrorsAsync"/>; jobs that do not fail never come here.
/// </summary>
public interface IErrorStore
{
    /// <summary>
    /// Counts failures that are not yet counted, opens again what was resolved and has happened since, and drops counts that are too old:
    /// of five minutes after 8 hours, of hours after 8 days, of days and errors without a failure after 400 days. Any node may call it
    /// at any time.
    /// </summary>
    /// <returns>Whether there is more to count at once.</returns>
    ValueTask<bool> FoldErrorsAsync(CancellationToken ct);

    /// <summary>
    /// Errors that happened in a period; those of the states asked for, whether they did or not, where these leave out open ones and the
    /// filter names neither organisation nor type.
    /// </summary>
    ValueTask<IReadOnlyList<ErrorGroup>> ListErrorsAsync(ErrorFilter filter, CancellationToken ct);

    /// <summary>One error, with counts of the filter's period, organisation and type.</summary>
    /// <returns>Null where no such error is known.</returns>
    ValueTask<ErrorGroup?> GetErrorAsync(string print, ErrorFilter filter, CancellationToken ct);

    /// <summary>Jobs an error happened to, the last hit first; jobs that have been deleted are left out.</summary>
    /// <param name="print">Which error.</param>
    /// <param name="org">One organisation; null for all.</param>
    /// <param name="limit">At most so many, 1–1,000.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<ErrorHit>> ListErrorJobsAsync(string print, string? org, int limit, CancellationToken ct);

    /// <summary>Says what is to be made of an error; what was said before is replaced.</summary>
    /// <returns>False where no such error is known.</returns>
    ValueTask<bool> SetErrorAsync(string print, ErrorVerdict verdict, CancellationToken ct);
}
