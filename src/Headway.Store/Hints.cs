using Headway.Data;

namespace Headway.Store;

/// <summary>Wakes those who wait when something was committed. Only a hint: whoever waits looks again after a while anyway.</summary>
internal sealed class Hints(Database database, TimeProvider clock) : IAsyncDisposable
{
    private readonly Database _database = database;
    private TaskCompletionSource _work = New();
    private TaskCompletionSource _events = New();

    /// <summary>There are new events.</summary>
    public void Changed() => Fire(ref _events);

    /// <summary>There are new events, and something can be claimed.</summary>
    public void Opened()
    {
        Fire(ref _work);
        Fire(ref _events);
    }

    public async ValueTask WaitAsync(StoreHint hint, TimeSpan atMost, CancellationToken ct)
    {
        var fired = (hint == StoreHint.Work ? Volatile.Read(ref _work) : Volatile.Read(ref _events)).Task;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(fired, Task.Delay(atMost, clock, stop.Token));
        await stop.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Fire(ref TaskCompletionSource source) => Interlocked.Exchange(ref source, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
