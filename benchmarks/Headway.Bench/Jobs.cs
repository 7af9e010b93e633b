using Headway.Model;
using Headway.Store;

namespace Headway.Bench;

/// <summary>Headway's store, with simple jobs or with the items of one job.</summary>
/// <param name="store">The store.</param>
/// <param name="ids">Ids of jobs and calls.</param>
/// <param name="session">A session that outlives the run.</param>
/// <param name="chunk">0: each is a job of its own. Else: all are items of one job, so many handed out together.</param>
/// <param name="lane">A lane of its own.</param>
internal sealed class Jobs(IJobStore store, IdSource ids, Guid session, int chunk, Lane lane) : IRival
{
    public async ValueTask EnqueueAsync(int count, CancellationToken ct)
    {
        if (chunk == 0)
        {
            await store.EnqueueAsync([.. Enumerable.Range(0, count).Select(_ => NewJob(null))], ct);
            return;
        }

        await store.EnqueueAsync([NewJob([.. Enumerable.Range(1, count).Select(no => new NewItem(null, "{}"))])], ct);
    }

    public async ValueTask<Drained> DrainAsync(int batch, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var chunks = Math.Max(1, batch / Math.Max(1, chunk));
        var start = clock.GetTimestamp();
        var claimed = await store.ClaimAsync(new ClaimRequest(session, ids.NewGuid(), lane, chunks, chunk == 0 ? 1 : chunks), ct);
        var half = clock.GetTimestamp();
        if (claimed.Count > 0)
            await store.FinishAsync([.. claimed.Select(Done)], ct);
        return new Drained(claimed.Sum(one => one.Items.Count), clock.GetElapsedTime(start, half), clock.GetElapsedTime(half));
    }

    private EnqueuedJob NewJob(IReadOnlyList<NewItem>? items) => new(
        ids.NewJobId(), new NewJob { Type = lane.Type, Org = lane.Org, Queue = lane.Queue, Items = items },
        HasPlan: false, HasFinish: false, Math.Max(1, chunk), MaxAttempts: 4);

    private static FinishedChunk Done(ClaimedChunk chunk) => new(
        chunk.Key, [.. chunk.Items.Select(item => new ItemOutcome { No = item.No, State = ItemState.Completed, Output = "{}" })], [], [],
        new ChunkUsage(TimeSpan.FromMilliseconds(1)));
}
