namespace Headway.Store;

/// <summary>Looks for something and, where there is nothing, waits until there may be.</summary>
internal static class HintedLook
{
    /// <summary>
    /// Listens before it looks: a hint that comes between the answer and the wait would be given to nobody. One look a hint.
    /// </summary>
    /// <param name="store">Who is asked and gives the hints.</param>
    /// <param name="hint">What is waited for.</param>
    /// <param name="atMost">Then it may be there without a hint.</param>
    /// <param name="found">Looks; true where it found something, and no time is to be lost.</param>
    /// <param name="ct">Ends both.</param>
    public static async ValueTask LookOrWaitAsync(
        this IJobStore store, StoreHint hint, TimeSpan atMost, Func<CancellationToken, ValueTask<bool>> found, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var hinted = store.WaitAsync(hint, atMost, over.Token).AsTask();
        try
        {
            if (await found(ct))
                over.Cancel(); // on this thread, as all cancelling here
        }
        catch
        {
            over.Cancel();
            await Task.WhenAny(hinted);
            throw;
        }

        try
        {
            await hinted;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // there was something: no need to wait
        }
    }
}
