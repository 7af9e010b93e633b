using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Worker;

/// <summary>
/// Stores what a plan enumerates, page by page: a page is full with 1,000 items, or once its first item has waited 250 ms.
/// </summary>
internal sealed class Planning(IJobStore store, TimeProvider clock, ClaimedChunk chunk)
{
    private const int PageSize = 1000;
    private static readonly TimeSpan PageWait = TimeSpan.FromMilliseconds(250);
    private readonly List<NewItem> _page = [];
    private long _since;
    private int _seen;

    /// <summary>Enumerates to the end.</summary>
    /// <returns>False where the claim was lost on the way.</returns>
    public async ValueTask<bool> RunAsync(IAsyncEnumerable<NewItem> items, CancellationToken ct)
    {
        await using var plan = items.GetAsyncEnumerator(ct);
        while (true)
        {
            var (more, stands) = await NextAsync(plan, ct);
            if (!stands)
                return false;
            if (!more)
                return _page.Count == 0 || await StoreAsync(ct);
            if (++_seen <= chunk.Total)
                continue; // an earlier attempt of this plan has stored it
            Add(plan.Current);
            if ((_page.Count >= PageSize || clock.GetElapsedTime(_since) >= PageWait) && !await StoreAsync(ct))
                return false;
        }
    }

    /// <summary>Steps on; where the next item takes its time, what is on the page is stored meanwhile.</summary>
    private async ValueTask<(bool More, bool Stands)> NextAsync(IAsyncEnumerator<NewItem> plan, CancellationToken ct)
    {
        var next = plan.MoveNextAsync();
        if (next.IsCompleted || _page.Count == 0)
            return (await next, true);

        var step = next.AsTask();
        var left = PageWait - clock.GetElapsedTime(_since);
        if (left > TimeSpan.Zero)
            await Task.WhenAny(step, Task.Delay(left, clock, ct));
        var stands = step.IsCompleted || await StoreQuietlyAsync(step, ct);
        return (await step, stands);
    }

    private async ValueTask<bool> StoreQuietlyAsync(Task step, CancellationToken ct)
    {
        try
        {
            return await StoreAsync(ct);
        }
        catch
        {
            await Task.WhenAny(step); // an enumerator must not be disposed while it steps
            throw;
        }
    }

    private void Add(NewItem item)
    {
        try
        {
            SubmissionCheck.Item(item);
        }
        catch (SubmissionException e)
        {
            throw FaultException.Permanent("bad_plan", $"Item {_seen} of the plan cannot be taken: {e.Message}");
        }

        if (_page.Count == 0)
            _since = clock.GetTimestamp();
        _page.Add(item);
    }

    private async ValueTask<bool> StoreAsync(CancellationToken ct)
    {
        var total = await store.PlanAsync(chunk.Key, [.. _page], ct);
        _page.Clear();
        return total is not null;
    }
}
