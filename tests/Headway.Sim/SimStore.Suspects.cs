using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Items whose worker died.</summary>
public sealed partial class SimStore : ISuspectStore
{
    /// <inheritdoc/>
    public ValueTask<bool> SuspectsWaitAsync(IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct) =>
        RunAsync(() => Suspects(queues, types).Any(), ct);

    /// <inheritdoc/>
    public ValueTask<ClaimedChunk?> ClaimSuspectAsync(
        Guid session, Guid call, IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct) =>
        RunAsync<ClaimedChunk?>(() =>
        {
            _took = _tookPlaces = false;
            if (!IsAlive(session))
                return null;
            var held = ClaimsWhere(session).Select(claim => claim.Claim.Chunk).ToList();
            if (held.Count > 0)
                return held.Find(chunk => chunk.Key.Call == call);
            var waiting = Suspects(queues, types).OrderBy(row => row.BegunAt).ThenBy(row => row.Job.Id).ThenBy(row => row.Span.Lo).ToList();
            if (waiting.Count == 0)
                return null;
            var (job, _, span) = waiting[0];
            var chunk = job.TakeSuspect(session, call, span, Now);
            Started(job, 1);
            Touch(job);
            Commit(JobEventKind.Claimed);
            return chunk;
        }, ct);

    private IEnumerable<(SimJob Job, DateTimeOffset? BegunAt, SimSpan Span)> Suspects(
        IReadOnlyList<string> queues, IReadOnlyList<string> types) =>
        from job in _jobs.Values
        where job.HasSuspects && queues.Contains(job.Lane.Queue) && types.Contains(job.Lane.Type) && !IsHeld(job.Lane) && RoomFor(job) > 0
        from row in job.Suspects()
        select (job, row.BegunAt, row.Span);
}
