namespace Headway.Worker;

/// <summary>Lets one of a session's claimers at a time through, so that what has to run alone can shut the others out.</summary>
internal sealed class ClaimGate
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private bool _taken;

    /// <summary>Waits for the gate; <see cref="Leave"/> opens it again.</summary>
    public async ValueTask EnterAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        TaskCompletionSource mine;
        lock (_gate)
        {
            if (!_taken)
            {
                _taken = true;
                return;
            }

            _waiting.Enqueue(mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        // Awaited itself: whatever else would leave the simulation's scheduler.
        using var given = ct.Register(() => mine.TrySetCanceled(ct));
        await mine.Task;
    }

    /// <summary>Hands the gate to who has waited longest.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                    return;
            }

            _taken = false;
        }
    }
}
