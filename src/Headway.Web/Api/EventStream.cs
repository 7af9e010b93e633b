using Headway.Client;
using Headway.Live;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>
/// One client's stream: the snapshot, then what changes. The feed only says that something happened; when the client or the store was too
/// slow
/// and the buffer dropped events, they are read from the event table again, so nothing is missed.
/// </summary>
internal sealed class EventStream(EventSubscription feed, JobQueries queries, TimeProvider clock, SseWriter writer, JobId? only)
{
    private const int JobsAtOnce = 50;
    private const int OpenJobsShown = 200;
    private const int PageOfEvents = 1000;
    private const int MaxReplayed = 50_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);
    private static readonly JobStatus[] Open =
        [JobStatus.Scheduled, JobStatus.Queued, JobStatus.Preparing, JobStatus.Running, JobStatus.Paused, JobStatus.Retrying];

    private readonly Dictionary<JobId, Told> _waiting = [];
    private readonly Queue<JobId> _order = []; // by first untold event, so everything before the head's has been told
    private long _position;

    /// <summary>Serves the client until <paramref name="ct"/> ends it.</summary>
    /// <param name="lastSeen">Id of the last message the client has; null for a new client.</param>
    /// <param name="upTo">Position of the table after the subscription was taken.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(long? lastSeen, long upTo, CancellationToken ct)
    {
        _position = lastSeen is { } seen && seen < upTo ? seen : upTo;
        await PatientlyAsync(() => ReplayAsync(upTo, ct), ct);
        await PatientlyAsync(() => SnapshotAsync(ct), ct);
        while (!ct.IsCancellationRequested)
        {
            if (_waiting.Count == 0 && !await TakeAsync(ct))
                continue;
            await PatientlyAsync(() => TellAsync(ct), ct);
            await Task.Delay(Pace, clock, ct);
        }
    }

    private async Task<bool> TakeAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Heartbeat, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            var events = await feed.TakeAsync(either.Token);
            if (events.Count == 0)
                throw new OperationCanceledException("the feed has closed", ct);
            if (feed.TakeLagged())
                await PatientlyAsync(() => CatchUpAsync(ct), ct);
            foreach (var next in events)
                Note(next);
            return true;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            writer.Comment("alive");
            await writer.FlushAsync(ct);
            return false;
        }
    }

    private async Task CatchUpAsync(CancellationToken ct) => await ReplayAsync(await queries.LastEventAsync(ct), ct);

    private async Task ReplayAsync(long upTo, CancellationToken ct)
    {
        for (var read = 0; _position < upTo;)
        {
            var events = await queries.ReadEventsAsync(_position, PageOfEvents, ct);
            foreach (var next in events)
                Note(next);
            read += events.Count;
            if (events.Count == 0 || read >= MaxReplayed)
                _position = Math.Max(_position, upTo); // pruned, or so long ago that the snapshots say it better
        }
    }

    private void Note(JobEvent happened)
    {
        if (happened.Id <= _position)
            return;
        _position = happened.Id;
        foreach (var change in happened.Jobs)
        {
            if (only is { } one && change.JobId != one)
                continue;
            if (!_waiting.TryGetValue(change.JobId, out var told))
            {
                _waiting[change.JobId] = told = new Told(happened.Id);
                _order.Enqueue(change.JobId);
            }

            told.Add(happened, change.Seq);
        }
    }

    private async Task SnapshotAsync(CancellationToken ct)
    {
        if (only is not null)
        {
            await TellAsync(ct, always: only);
            return;
        }

        var open = await queries.ListJobsAsync(new JobFilter { Statuses = Open }, new PageRequest(OpenJobsShown), ct);
        foreach (var job in open.Rows.Where(job => !_waiting.ContainsKey(job.Id)))
            writer.Message(id: null, "job", job.ToView(whole: false), WireJson.Default.JobView);
        await TellAsync(ct);
    }

    /// <summary>
    /// Tells of the jobs that changed, those that have waited longest first. The last message has the id up to which all was told.
    /// </summary>
    private async Task TellAsync(CancellationToken ct, JobId? always = null)
    {
        for (var i = 0; i < JobsAtOnce && _order.TryPeek(out var id); i++)
        {
            var job = await queries.GetJobAsync(id, ct);
            writer.Message(id: null, "event", _waiting[id].ToView(id), WireJson.Default.EventView);
            _waiting.Remove(id);
            _order.Dequeue();
            long upTo = _order.TryPeek(out var next) ? _waiting[next].FirstEvent - 1 : _position;
            if (job is not null)
                writer.Message(upTo, "job", job.ToView(whole: false), WireJson.Default.JobView);
            if (id == always)
                always = null;
        }

        if (always is { } quiet && await queries.GetJobAsync(quiet, ct) is { } unchanged)
            writer.Message(_position, "job", unchanged.ToView(whole: false), WireJson.Default.JobView);
        await writer.FlushAsync(ct);
    }

    private async Task PatientlyAsync(Func<Task> act, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (StoreUnavailableException)
            {
                writer.Comment("the store is away; waiting for it");
                await writer.FlushAsync(ct);
                await Task.Delay(StorePause, clock, ct);
            }
        }
    }

    private sealed class Told(long firstEvent)
    {
        private readonly List<EventChange> _changes = [];
        private DateTimeOffset _at;
        private long _seq;

        public long FirstEvent { get; } = firstEvent;

        public void Add(JobEvent happened, long seq)
        {
            (_at, _seq) = (happened.At, seq);
            var known = _changes.FindIndex(change => change.Kind == happened.Kind);
            if (known < 0)
                _changes.Add(new EventChange { Kind = happened.Kind, Count = 1, Actor = happened.Actor });
            else
                _changes[known] = _changes[known] with { Count = _changes[known].Count + 1, Actor = happened.Actor };
        }

        public EventView ToView(JobId id) => new() { JobId = id.ToString(), Seq = _seq, At = _at, Changes = _changes };
    }
}
