using System.Globalization;
using Headway.Model;
using Headway.Search;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Reads, and the events.</summary>
public sealed partial class SimStore
{
    private static readonly Dictionary<string, string> NoLabels = [];
    private readonly List<JobEvent> _events = [];
    private readonly SortedDictionary<JobId, string?> _touched = [];
    private readonly List<TaskCompletionSource> _waiters = [];

    /// <inheritdoc/>
    public ValueTask<Job?> GetJobAsync(JobId id, CancellationToken ct) => RunAsync(() => _jobs.GetValueOrDefault(id)?.Read(), ct);

    /// <summary>A job between two calls; only where everything runs on one thread.</summary>
    internal Job? Peek(JobId id) => _jobs.GetValueOrDefault(id)?.Read();

    /// <summary>How many jobs have not ended, at once.</summary>
    internal int PeekOpen() => _jobs.Values.Count(job => job.Phase != JobPhase.Final);

    /// <inheritdoc/>
    public ValueTask<Page<Job>> ListJobsAsync(JobFilter filter, PageRequest page, CancellationToken ct)
    {
        if (filter.Sort is not (JobSort.Newest or JobSort.Oldest))
            return SortedJobs.ListAsync(filter, page, ListJobsAsync, ct);
        JobId? after = page.After is null ? null : JobId.TryParse(page.After, null, out var id) ? id : throw BadPage();
        var up = filter.Sort == JobSort.Oldest;
        return RunAsync(() =>
        {
            var rows = (up ? _jobs.Values : _jobs.Values.Reverse())
                .Where(job => after is not { } last || (up ? job.Id > last : job.Id < last)).Where(job => Fits(job, filter))
                .Take(page.Limit + 1).Select(job => job.Read());
            return Cut([.. rows], page.Limit, job => job.Id.ToString());
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<Page<Item>> ListItemsAsync(JobId id, ItemFilter filter, PageRequest page, CancellationToken ct)
    {
        var after = page.After is null ? 0 : int.TryParse(page.After, CultureInfo.InvariantCulture, out var no) ? no : throw BadPage();
        return RunAsync(() =>
        {
            if (!_jobs.TryGetValue(id, out var job))
                return new Page<Item>([], null);
            var rows = Enumerable.Range(1, job.Counts.Total).Skip(after)
                .Where(no => filter.States.Count == 0 || filter.States.Contains(job.StateOf(no)))
                .Take(page.Limit + 1).Select(no => job.ReadItem(no, whole: filter.WithInputs));
            return Cut([.. rows], page.Limit, item => item.No.ToString(CultureInfo.InvariantCulture));
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<Item?> GetItemAsync(JobId id, int no, CancellationToken ct) =>
        RunAsync(() => _jobs.GetValueOrDefault(id) is { } job && job.Find(no) is not null ? job.ReadItem(no, whole: true) : null, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Attempt>> ListAttemptsAsync(JobId id, int no, CancellationToken ct) => RunAsync<IReadOnlyList<Attempt>>(
        () => _jobs.GetValueOrDefault(id) is { } job ? [.. job.AttemptsOf(no).Take(MaxRows)] : [], ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JobEvent>> ReadEventsAsync(long after, int limit, CancellationToken ct) =>
        RunAsync<IReadOnlyList<JobEvent>>(() => [.. _events.Skip((int)Math.Min(after, int.MaxValue)).Take(limit)], ct);

    /// <inheritdoc/>
    public ValueTask<long> LastEventAsync(CancellationToken ct) => RunAsync(() => (long)_events.Count, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JobEvent>> ListHistoryAsync(JobId id, CancellationToken ct) => RunAsync<IReadOnlyList<JobEvent>>(
        () => [.. _events.Where(@event => IsHistory(@event.Kind) && @event.Jobs.Any(change => change.JobId == id)).Take(MaxRows)], ct);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset> NowAsync(CancellationToken ct) => ValueTask.FromResult(Now);

    /// <inheritdoc/>
    public async ValueTask WaitAsync(StoreHint hint, TimeSpan atMost, CancellationToken ct)
    {
        // One source for each waiter, awaited itself: whatever else would leave the simulation's scheduler.
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiters)
            _waiters.Add(waiter);
        await using var timer = clock.CreateTimer(_ => waiter.TrySetResult(), null, atMost, Timeout.InfiniteTimeSpan);
        await using var stop = ct.Register(() => waiter.TrySetCanceled(ct));
        await waiter.Task;
    }

    private void Touch(SimJob job, string? actor = null) => _touched[job.Id] = actor;

    /// <summary>Numbers the changes of this transaction and writes its events: one for each organisation and actor.</summary>
    private void Commit(JobEventKind kind)
    {
        foreach (var group in _touched.GroupBy(pair => (_jobs[pair.Key].Lane.Org, Actor: pair.Value)))
        {
            var changes = group.Select(pair => new JobChange(pair.Key, ++_jobs[pair.Key].Seq)).ToList();
            _events.Add(new JobEvent(_events.Count + 1, Now, group.Key.Org, kind, group.Key.Actor, changes));
        }

        if (_touched.Count == 0)
            return;
        TellEnds();
        _touched.Clear();
        Wake();
    }

    private void Wake()
    {
        lock (_waiters)
        {
            foreach (var waiter in _waiters)
                waiter.TrySetResult();
            _waiters.Clear();
        }
    }

    private bool Fits(SimJob job, JobFilter filter) =>
        (filter.Org is null || job.Lane.Org == filter.Org)
        && (filter.Origin is null || job.Accepted.Job.Origin?.Job == filter.Origin)
        && (filter.Parent is null || job.Parent == filter.Parent)
        && (filter.Error is null || _errorJobs.ContainsKey((job.Id, filter.Error)))
        && filter.Fits(new SearchedJob(
            job.Id, job.Lane.Type, job.Status, job.Accepted.Job.Source, job.Lane.Queue, job.Accepted.Job.CreatedBy, job.CreatedAt,
            job.Accepted.Job.Name, job.Accepted.Job.Labels ?? NoLabels, job.Accepted.Job.Config));

    private static bool IsHistory(JobEventKind kind) => kind is JobEventKind.Enqueued or JobEventKind.Paused or JobEventKind.Resumed
        or JobEventKind.Cancelled or JobEventKind.Reprioritised or JobEventKind.Retried or JobEventKind.Restarted
        or JobEventKind.Skipped or JobEventKind.RolledBack
        or JobEventKind.Kept or JobEventKind.LetGo or JobEventKind.Restored or JobEventKind.TimedOut;

    private static Page<T> Cut<T>(List<T> rows, int limit, Func<T, string> key) =>
        rows.Count > limit ? new Page<T>(rows[..limit], key(rows[limit - 1])) : new Page<T>(rows, null);

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan bucket) =>
        DateTimeOffset.UnixEpoch.AddTicks((at - DateTimeOffset.UnixEpoch).Ticks / bucket.Ticks * bucket.Ticks);

    private static ArgumentException BadPage() => new("This page reference is not one that a list gave out; start from the first page.");
}
