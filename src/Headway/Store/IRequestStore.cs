namespace Headway.Store;

/// <summary>
/// Remembers requests that make something, so that a repeated one makes nothing more and gets the same answer, also where the first one's
/// answer was lost or its server died. The rules of <see cref="IJobStore"/> hold for every method.
/// </summary>
public interface IRequestStore
{
    /// <summary>Remembers a request, unless its key is known already.</summary>
    /// <param name="org">Whose.</param>
    /// <param name="key">The caller's own key.</param>
    /// <param name="hash">Of what is asked for.</param>
    /// <param name="id">The id of what it is to make.</param>
    /// <param name="keep">A request older than this is forgotten.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The request of that key as it was first made: this one, or an earlier one.</returns>
    ValueTask<KeptRequest> KeepRequestAsync(string org, string key, string hash, Guid id, TimeSpan keep, CancellationToken ct);

    /// <summary>Keeps the answer of a request; the first one given stays.</summary>
    /// <param name="org">Whose.</param>
    /// <param name="key">Its key.</param>
    /// <param name="id">As the request has it.</param>
    /// <param name="answer">What the caller is told.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The request as it is now; null where it was forgotten meanwhile.</returns>
    ValueTask<KeptRequest?> AnswerRequestAsync(string org, string key, Guid id, RequestAnswer answer, CancellationToken ct);

    /// <summary>Forgets requests that are older; at most 1,000 a call.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> ForgetRequestsAsync(TimeSpan keep, CancellationToken ct);
}
