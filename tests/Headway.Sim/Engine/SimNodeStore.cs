using Headway.Store;

namespace Headway.Sim.Engine;

/// <summary>
/// The way from one node to the store: it takes time, loses answers after the commit, is cut or stands still, and ends for ever when
/// the node dies. What reaches the store is written down.
/// </summary>
internal sealed partial class SimNodeStore(SimStore store, SimWorld world)
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(2);

    /// <summary>The node's process is gone: nothing it does has any effect any more.</summary>
    public bool Dead { get; set; }

    /// <summary>The way is cut until then: calls fail.</summary>
    public DateTimeOffset CutUntil { get; set; }

    /// <summary>Calls stand still until then, and go on afterwards as if nothing had been.</summary>
    public DateTimeOffset FrozenUntil { get; set; }

    private async ValueTask<T> CallAsync<T>(string name, Func<ValueTask<T>> call, CancellationToken ct)
    {
        await TravelAsync(ct);
        var answer = await call();
        world.History.Say(world.Clock.GetUtcNow(), name);
        await TravelAsync(CancellationToken.None);
        if (!world.Happens(world.LoseAnswers))
            return answer;
        world.History.Count("answers lost");
        throw new StoreUnavailableException("The answer was lost.");
    }

    private ValueTask CallAsync(string name, Func<ValueTask> call, CancellationToken ct)
    {
        return new ValueTask(CallAsync(name, ToTrueAsync, ct).AsTask());

        async ValueTask<bool> ToTrueAsync()
        {
            await call();
            return true;
        }
    }

    private async ValueTask TravelAsync(CancellationToken ct)
    {
        await world.WaitAsync(world.Between(0, 5), ct);
        while (true)
        {
            if (Dead)
                await new TaskCompletionSource().Task; // the process is gone: nothing ever answers
            var now = world.Clock.GetUtcNow();
            if (CutUntil > now)
            {
                await world.WaitAsync(GiveUp, ct);
                throw new StoreUnavailableException("The way is cut.");
            }

            if (FrozenUntil <= now)
                return;
            await world.WaitAsync(FrozenUntil - now, ct);
        }
    }

    private async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimedAsync(ClaimRequest request)
    {
        var chunks = await store.ClaimAsync(request, CancellationToken.None);
        world.History.Claimed(chunks);
        world.History.Count("chunks claimed", chunks.Count);
        return chunks;
    }

    private async ValueTask<IReadOnlyList<bool>> FinishedAsync(IReadOnlyList<FinishedChunk> chunks)
    {
        var accepted = await store.FinishAsync(chunks, CancellationToken.None);
        world.History.Finished(chunks, accepted);
        await world.LookAsync(chunks[0].Key.JobId);
        return accepted;
    }

    private async ValueTask<int> ReapedAsync()
    {
        var count = await store.ReapAsync(CancellationToken.None);
        world.History.Count("chunks reaped", count);
        return count;
    }
}
