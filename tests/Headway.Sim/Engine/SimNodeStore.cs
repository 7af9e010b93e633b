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

    /// <summary>When the way last kept a call or an answer from arriving.</summary>
    public DateTimeOffset TroubledAt { get; private set; }

    /// <summary>Calls stand still until then, and go on afterwards as if nothing had been.</summary>
    public DateTimeOffset FrozenUntil { get; set; }

    /// <summary>What fails is told and not thrown: a throw costs more than all else here, and failing is what calls do.</summary>
    private ValueTask<T> CallAsync<T>(string name, Func<ValueTask<T>> call, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<T>();
        _ = SendAsync(name, call, answer, ct); // whatever comes of it, the answer says
        return new ValueTask<T>(answer.Task);
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

    private async Task SendAsync<T>(string name, Func<ValueTask<T>> call, TaskCompletionSource<T> answer, CancellationToken ct)
    {
        var done = default(T);
        Exception? failure;
        try
        {
            if (await TravelAsync(ct))
            {
                done = await call();
                world.History.Say(world.Clock.GetUtcNow(), name);
                failure = await TravelAsync(CancellationToken.None) ? Lost() : Cut();
            }
            else
            {
                failure = Cut();
            }
        }
        catch (Exception e)
        {
            failure = e;
        }

        if (failure is OperationCanceledException cancelled)
            answer.SetCanceled(cancelled.CancellationToken);
        else if (failure is not null)
            answer.SetException(failure);
        else
            answer.SetResult(done!);
    }

    private static StoreUnavailableException Cut() => new("The way is cut.");

    private StoreUnavailableException? Lost()
    {
        if (!world.Happens(world.LoseAnswers))
            return null;
        world.History.Count("answers lost");
        TroubledAt = world.Clock.GetUtcNow();
        return new StoreUnavailableException("The answer was lost.");
    }

    /// <returns>Whether it arrived; else the way is cut.</returns>
    private async ValueTask<bool> TravelAsync(CancellationToken ct)
    {
        await world.WaitAsync(world.Between(0, 5), ct);
        while (true)
        {
            if (Dead)
                await new TaskCompletionSource().Task; // the process is gone: nothing ever answers
            var now = world.Clock.GetUtcNow();
            if (CutUntil > now || FrozenUntil > now)
                TroubledAt = CutUntil > FrozenUntil ? CutUntil : FrozenUntil;
            if (CutUntil > now)
            {
                await world.WaitAsync(GiveUp, ct);
                return false;
            }

            if (FrozenUntil <= now)
                return true;
            await world.WaitAsync(FrozenUntil - now, ct);
        }
    }

    private async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimedAsync(ClaimRequest request)
    {
        var chunks = await store.ClaimAsync(request, CancellationToken.None);
        world.History.Claimed(chunks);
        if (chunks.Count > 0)
            world.History.Limited(store.Overruns());
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
