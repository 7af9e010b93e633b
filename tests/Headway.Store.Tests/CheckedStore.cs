using Headway.Machine;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>
/// A store that is checked after every change: counts add up and agree with the items, the status is the fold of the facts,
/// and every number of a job's changes has exactly one event. Not for tests that change a store from two sides at once.
/// </summary>
internal sealed partial class CheckedStore(IJobStore inner) : IJobStore
{
    private const int Small = 300; // larger jobs are checked by their counts alone
    private readonly Dictionary<JobId, long> _seqs = [];
    private readonly HashSet<JobId> _deleted = [];
    private long _position;

    /// <summary>Checks jobs, changed or not.</summary>
    public async ValueTask CheckAllAsync(CancellationToken ct)
    {
        await ReadEventsToEndAsync(ct);
        foreach (var id in _seqs.Keys.Take(50).ToList())
            await CheckAsync(id, ct);
    }

    private async ValueTask CheckAsync(CancellationToken ct)
    {
        foreach (var id in await ReadEventsToEndAsync(ct))
            await CheckAsync(id, ct);
    }

    private async ValueTask<HashSet<JobId>> ReadEventsToEndAsync(CancellationToken ct)
    {
        var changed = new HashSet<JobId>();
        while (await inner.ReadEventsAsync(_position, 1000, ct) is { Count: > 0 } events)
        {
            foreach (var @event in events)
            {
                Assert.True(@event.Id > _position, $"event {@event.Id} came after {_position}");
                _position = @event.Id;
                Assert.NotEmpty(@event.Jobs);
                foreach (var change in @event.Jobs)
                {
                    var last = _seqs.GetValueOrDefault(change.JobId);
                    Assert.True(change.Seq == last + 1, $"{@event.Kind} of {change.JobId} has number {change.Seq} after {last}");
                    _seqs[change.JobId] = change.Seq;
                    if (@event.Kind == JobEventKind.Deleted)
                        _deleted.Add(change.JobId);
                    else
                        _deleted.Remove(change.JobId);
                    changed.Add(change.JobId);
                }
            }
        }

        Assert.Equal(_position, await inner.LastEventAsync(ct));
        return changed;
    }

    private async ValueTask CheckAsync(JobId id, CancellationToken ct)
    {
        var job = await inner.GetJobAsync(id, ct);
        Assert.Equal(_deleted.Contains(id), job is null);
        if (job is null)
            return;
        Assert.Equal(_seqs[id], job.Seq);
        var counts = job.Counts;
        Assert.True(
            counts is
            {
                Total: >= 0, Running: >= 0, Due: >= 0, Waiting: >= 0, Completed: >= 0, Failed: >= 0, Skipped: >= 0, Cancelled: >= 0,
                Fresh: >= 0
            },
            $"{id}: {counts}, fresh {counts.Fresh}");
        if (job.Phase == JobPhase.Final)
            Assert.True(counts.Final == counts.Total, $"{id} has ended with {counts}");
        Assert.Equal(job.Phase == JobPhase.Final, job.FinishedAt is not null);

        var plan = await inner.GetItemAsync(id, 0, ct);
        var finish = await inner.GetItemAsync(id, counts.Total + 1, ct);
        var first = await inner.GetItemAsync(id, 1, ct);
        Assert.Equal(JobStatusFold.Of(Facts(job, plan, finish, first)), job.Status);
        if (counts.Total <= Small)
            await CheckItemsAsync(job, ct);
    }

    private static JobFacts Facts(Job job, Item? plan, Item? finish, Item? first) => new()
    {
        Control = job.Control,
        Overran = job.Overran,
        Phase = job.Phase,
        Counts = job.Counts,
        PlanRunning = plan?.State == ItemState.Running,
        PlanWaiting = plan?.State == ItemState.Retrying,
        PlanDue = plan?.State is ItemState.Ready or ItemState.Scheduled,
        FinishRunning = finish?.State == ItemState.Running,
        FinishWaiting = finish?.State == ItemState.Retrying,
        Broken = job.Fault?.Code is "prerequisite_failed" or "child_failed"
            || plan?.State == ItemState.Failed || finish?.State == ItemState.Failed,
        Started = job.StartedAt is not null,
        HeldUntilDue = (plan ?? first)?.State == ItemState.Scheduled
            || job is { Waits: > 0, DueAt: not null, Status: JobStatus.Scheduled }, // its items say blocked
    };

    private async ValueTask CheckItemsAsync(Job job, CancellationToken ct)
    {
        var items = (await inner.ListItemsAsync(job.Id, new ItemFilter(), new PageRequest(Small), ct)).Rows;
        Assert.Equal(Enumerable.Range(1, job.Counts.Total), items.Select(item => item.No));
        var seen = items.CountBy(item => item.State).ToDictionary();
        var counts = job.Counts;
        Assert.Equal(counts.Running, seen.GetValueOrDefault(ItemState.Running));
        Assert.Equal(counts.Waiting, seen.GetValueOrDefault(ItemState.Retrying));
        Assert.Equal(counts.Fresh + counts.Due, seen.GetValueOrDefault(ItemState.Ready)
            + seen.GetValueOrDefault(ItemState.Scheduled) + seen.GetValueOrDefault(ItemState.Blocked));
        Assert.True(job.Waits == 0 || !seen.ContainsKey(ItemState.Ready), $"{job.Id} waits for {job.Waits} jobs and has ready items");
        Assert.Equal(counts.Completed, seen.GetValueOrDefault(ItemState.Completed));
        Assert.Equal(counts.Failed, seen.GetValueOrDefault(ItemState.Failed) + seen.GetValueOrDefault(ItemState.Quarantined));
        Assert.Equal(counts.Skipped, seen.GetValueOrDefault(ItemState.Skipped));
        Assert.Equal(counts.Cancelled, seen.GetValueOrDefault(ItemState.Cancelled));
    }
}
