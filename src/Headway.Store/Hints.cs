using System.Threading.Channels;
using Headway.Data;

namespace Headway.Store;

/// <summary>
/// Wakes those who wait when something was committed, here and, over PostgreSQL, in other processes. Only a hint: whoever waits looks
/// again after a while anyway. Other processes are told after the commit, never in it (that would make every commit wait for all others),
/// at once the first time and then at most every 5 ms.
/// </summary>
internal sealed class Hints : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly string _me = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<bool> _told =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Lock _gate = new();
    private TaskCompletionSource _work = New();
    private TaskCompletionSource _events = New();
    private Task _telling = Task.CompletedTask;
    private Task _hearing = Task.CompletedTask;
    private bool _tells;
    private bool _hears;
    private int _disposed;

    public Hints(Database database, TimeProvider clock) => (_database, _clock) = (database, clock);

    /// <summary>There are new events.</summary>
    public void Changed() => Fire(ref _events);

    /// <summary>There are new events, and something can be claimed.</summary>
    public void Opened()
    {
        Fire(ref _work);
        Fire(ref _events);
        if (!_database.CarriesNotes)
            return;
        if (!Volatile.Read(ref _tells))
            Begin(ref _tells, ref _telling, TellAsync);
        _told.Writer.TryWrite(true);
    }

    public async ValueTask WaitAsync(StoreHint hint, TimeSpan atMost, CancellationToken ct)
    {
        if (_database.CarriesNotes && !Volatile.Read(ref _hears))
            Begin(ref _hears, ref _hearing, () => _database.HearAsync(Heard, _closing.Token));
        var fired = (hint == StoreHint.Work ? Volatile.Read(ref _work) : Volatile.Read(ref _events)).Task;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(fired, Task.Delay(atMost, _clock, stop.Token));
        await stop.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>Ends its loops; once more changes nothing, as a container disposes what it knows by two names twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _closing.CancelAsync();
        await Task.WhenAll(_telling, _hearing);
        _closing.Dispose();
    }

    private static void Fire(ref TaskCompletionSource source) => Interlocked.Exchange(ref source, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Begin(ref bool begun, ref Task loop, Func<Task> run)
    {
        lock (_gate)
        {
            if (begun || _closing.IsCancellationRequested)
                return;
            loop = Task.Run(run);
            Volatile.Write(ref begun, true);
        }
    }

    private void Heard(string note)
    {
        if (note == _me)
            return; // told here already
        Fire(ref _work);
        Fire(ref _events);
    }

    private async Task TellAsync()
    {
        try
        {
            while (await _told.Reader.WaitToReadAsync(_closing.Token))
            {
                _told.Reader.TryRead(out _);
                await TellOnceAsync();
                await Task.Delay(Pace, _clock, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // how it is told to stop
        }
    }

    private async ValueTask TellOnceAsync()
    {
        try
        {
            await _database.NoteAsync(_me, _closing.Token);
        }
        catch (DatabaseException)
        {
            // Nobody is woken; they poll.
        }
    }
}
