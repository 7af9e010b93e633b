using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs see what fails over all jobs, and say what is to be made of it.</summary>
/// <param name="store">Where errors are kept.</param>
public sealed class ErrorClient(IErrorStore store)
{
    private const int MaxReason = 400;
    private const int MaxLimit = 500;

    /// <inheritdoc cref="IErrorStore.ListErrorsAsync"/>
    public ValueTask<IReadOnlyList<ErrorGroup>> ListAsync(ErrorFilter filter, CancellationToken ct) =>
        store.ListErrorsAsync(filter with { Limit = Math.Clamp(filter.Limit, 1, MaxLimit) }, ct);

    /// <inheritdoc cref="IErrorStore.GetErrorAsync"/>
    public ValueTask<ErrorGroup?> GetAsync(string print, ErrorFilter filter, CancellationToken ct) =>
        store.GetErrorAsync(print, filter, ct);

    /// <inheritdoc cref="IErrorStore.ListErrorJobsAsync"/>
    public ValueTask<IReadOnlyList<ErrorHit>> ListJobsAsync(string print, string? org, int limit, CancellationToken ct) =>
        store.ListErrorJobsAsync(print, org, limit, ct);

    /// <summary>Says that an error will not happen again; where it does, it is back as regressed.</summary>
    /// <returns>False where no such error is known.</returns>
    /// <exception cref="SubmissionException">The reason is too long.</exception>
    public ValueTask<bool> ResolveAsync(string print, string? actor = null, string? reason = null, CancellationToken ct = default) =>
        SetAsync(print, new ErrorVerdict(ErrorState.Resolved, Actor: actor, Reason: reason), ct);

    /// <summary>
    /// Leaves an error out of what is open: until a moment, until it has happened so often again, or until somebody reopens it.
    /// </summary>
    /// <returns>False where no such error is known.</returns>
    /// <exception cref="SubmissionException">The reason is too long, or the number of times is below 1.</exception>
    public ValueTask<bool> IgnoreAsync(
        string print, DateTimeOffset? until = null, long? times = null, string? actor = null, string? reason = null,
        CancellationToken ct = default) =>
        times < 1
            ? throw new SubmissionException("bad_times", "'times' says how often it may happen until it is open again: 1 or more.")
            : SetAsync(print, new ErrorVerdict(ErrorState.Ignored, until, times, actor, reason), ct);

    /// <summary>Takes back that an error is resolved or ignored.</summary>
    /// <returns>False where no such error is known.</returns>
    /// <exception cref="SubmissionException">The reason is too long.</exception>
    public ValueTask<bool> ReopenAsync(string print, string? actor = null, string? reason = null, CancellationToken ct = default) =>
        SetAsync(print, new ErrorVerdict(ErrorState.Open, Actor: actor, Reason: reason), ct);

    private ValueTask<bool> SetAsync(string print, ErrorVerdict verdict, CancellationToken ct) =>
        verdict.Reason?.Length > MaxReason
            ? throw new SubmissionException("reason_too_long", "A reason may have at most 400 characters.")
            : store.SetErrorAsync(print, verdict, ct);
}
