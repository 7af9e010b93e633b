namespace Headway.Sim.Engine;

/// <summary>
/// Runs everything of a simulation on one thread. What comes next is drawn by lot among all that is ready; time moves only when nothing is.
/// </summary>
internal sealed class SimScheduler(SimClock clock, Random random) : SynchronizationContext
{
    private readonly Lock _gate = new();
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];

    /// <summary>Continuations run so far.</summary>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
            _ready.Add((d, state));
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Begins something; it goes on whenever it is drawn.</summary>
    public void Start(Func<Task> work, Action<Exception> failed) => Post(_ => Watch(work, failed), null);

    /// <summary>Runs until something is so, or the time has come.</summary>
    /// <returns>Whether it was so.</returns>
    public bool RunUntil(Func<bool> done, DateTimeOffset limit)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            while (!done())
            {
                if (Draw() is var (callback, state))
                {
                    Steps++;
                    callback(state);
                }
                else if (clock.NextTimer is { } next && next <= limit)
                {
                    clock.Advance(next - clock.GetUtcNow());
                }
                else
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private static void Watch(Func<Task> work, Action<Exception> failed) =>
        work().ContinueWith(
            task => failed(task.Exception!.InnerException!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.FromCurrentSynchronizationContext());

    private (SendOrPostCallback Callback, object? State)? Draw()
    {
        lock (_gate)
        {
            if (_ready.Count == 0)
                return null;
            var at = random.Next(_ready.Count);
            var drawn = _ready[at];
            _ready[at] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            return drawn;
        }
    }
}
