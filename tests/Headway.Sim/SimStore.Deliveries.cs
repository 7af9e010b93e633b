using System.Globalization;
using Headway.Deliveries;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Deliveries.</summary>
public sealed partial class SimStore : IDeliveryStore
{
    private const int MostErrors = 5;
    private const int MostResult = 16_384;
    private readonly SortedDictionary<long, SimDelivery> _deliveries = [];
    private readonly HashSet<(JobId, int)> _ended = [];
    private long _lastDelivery;

    /// <inheritdoc/>
    public ValueTask<long?> PingAsync(Guid subscription, CancellationToken ct) => RunAsync<long?>(
        () => _subscriptions.TryGetValue(subscription, out var to) ? Write(to, null) : null, ct);

    /// <inheritdoc/>
    public ValueTask<DeliveryRound> ClaimDeliveriesAsync(DeliveryClaim claim, CancellationToken ct) => RunAsync(() =>
    {
        var due = from delivery in _deliveries.Values
                  where delivery.Row.DueAt <= Now && claim.Channels.Contains(delivery.Row.Channel) && !claim.Except.Contains(delivery.Lane)
                  orderby delivery.Row.DueAt, delivery.Row.Id
                  group delivery by delivery.Lane into lane
                  from one in lane.Take(claim.MostPerLane)
                  orderby one.Row.DueAt, one.Row.Id
                  select one;
        foreach (var delivery in due.Take(claim.Most).ToList())
        {
            delivery.Call = claim.Call;
            delivery.Row = delivery.Row with { Attempts = delivery.Row.Attempts + 1, TriedAt = Now, DueAt = Now + claim.Lease };
        }

        return new DeliveryRound(
            [.. _deliveries.Values.Where(delivery => delivery.Call == claim.Call && _subscriptions.ContainsKey(delivery.Row.SubscriptionId))
                .OrderBy(delivery => delivery.Row.CreatedAt).ThenBy(delivery => delivery.Row.Id).Select(ToMessage)],
            _deliveries.Values.Min(delivery => delivery.Row.DueAt) - Now);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> RecordDeliveryAsync(long id, Guid call, DeliveryEnd end, CancellationToken ct) => RunAsync(() =>
    {
        if (!_deliveries.TryGetValue(id, out var delivery) || delivery.Call != call)
            return false;
        delivery.Call = null;
        if (end.Answer is not { } answer)
        {
            delivery.Row = delivery.Row with { Attempts = delivery.Row.Attempts - 1, DueAt = Now + end.Wait };
            return true;
        }

        if (answer.Verdict == DeliveryVerdict.Gone && _subscriptions.TryGetValue(delivery.Row.SubscriptionId, out var to))
        {
            _subscriptions[to.Id] = to with { Enabled = false, Reason = answer.Error, ChangedAt = Now };
            foreach (var other in _deliveries.Values.Where(other => other.Row.SubscriptionId == to.Id && other.Call is null))
                other.Row = other.Row with { DueAt = null };
        }

        var waits = end.State == DeliveryState.Waiting;
        delivery.Row = delivery.Row with
        {
            State = end.State,
            Status = answer.Status,
            Answer = answer.Excerpt,
            Error = answer.Error,
            DoneAt = waits ? null : Now,
            DueAt = waits && _subscriptions.GetValueOrDefault(delivery.Row.SubscriptionId) is { Enabled: true } ? Now + end.Wait : null,
        };
        return true;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> RedeliverAsync(long id, CancellationToken ct) => RunAsync(() =>
    {
        if (!_deliveries.TryGetValue(id, out var delivery))
            return ControlResult.NotFound;
        var may = delivery.Row.JobId is null || _subscriptions.GetValueOrDefault(delivery.Row.SubscriptionId) is { Enabled: true };
        if (delivery.Call is not null || !may)
            return ControlResult.Refused;
        delivery.Row = delivery.Row with
        {
            State = DeliveryState.Waiting,
            Attempts = 0,
            DoneAt = null,
            DueAt = Now,
            Status = null,
            Answer = null,
            Error = null,
        };
        return ControlResult.Done;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Delivery?> GetDeliveryAsync(long id, CancellationToken ct) =>
        RunAsync(() => _deliveries.TryGetValue(id, out var delivery) ? Shown(delivery) : null, ct);

    /// <inheritdoc/>
    public ValueTask<Page<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, PageRequest page, CancellationToken ct)
    {
        var after = page.After is null ? long.MaxValue
            : long.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : throw BadPage();
        return RunAsync(() => Cut(
            [.. _deliveries.Values.Reverse().Where(delivery => delivery.Row.Id < after
                && (filter.Org is null || delivery.Row.Org == filter.Org) && (filter.Job is null || delivery.Row.JobId == filter.Job)
                && (filter.Subscription is null || delivery.Row.SubscriptionId == filter.Subscription)
                && (filter.State is null || delivery.Row.State == filter.State)).Take(page.Limit + 1).Select(Shown)],
            page.Limit, delivery => delivery.Id.ToString(CultureInfo.InvariantCulture)), ct);
    }

    /// <inheritdoc/>
    public ValueTask<DeliveryCounts> CountDeliveriesAsync(CancellationToken ct) => RunAsync(() => new DeliveryCounts(
        Math.Min(10_000, _deliveries.Values.Count(delivery => delivery.Row.State == DeliveryState.Waiting)),
        Math.Min(10_000, _deliveries.Values.Count(delivery => delivery.Row is { State: DeliveryState.Dead, JobId: not null }))), ct);

    /// <inheritdoc/>
    public ValueTask<int> PruneDeliveriesAsync(TimeSpan sent, TimeSpan dead, int limit, CancellationToken ct) => RunAsync(() =>
    {
        var old = ((DeliveryState, TimeSpan)[])
            [(DeliveryState.Sent, sent), (DeliveryState.Dead, dead), (DeliveryState.Waiting, dead)];
        var gone = old.SelectMany(pair => _deliveries.Values.Where(delivery => delivery.Row.State == pair.Item1).Take(limit)
            .Where(delivery => delivery.Row.DoneAt < Now - pair.Item2
                || delivery.Row is { DoneAt: null, DueAt: null } && delivery.Row.CreatedAt < Now - pair.Item2)).ToList();
        foreach (var delivery in gone)
            _deliveries.Remove(delivery.Row.Id);
        foreach (var id in gone.Where(delivery => delivery.Row.DoneAt is not null).Select(delivery => delivery.Row.SubscriptionId))
        {
            if (_subscriptions.GetValueOrDefault(id) is { OnlyJob: { } job } && !_jobs.ContainsKey(job))
                DropNotice(id);
        }

        return gone.Count;
    }, ct);

    /// <summary>Writes what those hear who want to hear of the jobs that this transaction has ended.</summary>
    private void TellEnds()
    {
        foreach (var job in _touched.Keys.Select(id => _jobs[id]).Where(job => job.Phase == JobPhase.Final))
        {
            if (!_ended.Add((job.Id, job.Generation)))
                continue;
            foreach (var to in _subscriptions.Values.Where(to => Wants(to, job)).OrderBy(to => to.Id).ToList())
                Write(to, job);
        }
    }

    private static bool Wants(Subscription to, SimJob job) => to.Enabled && to.Events.Contains(job.Status) && (to.OnlyJob is { } only
        ? only == job.Id
        : to.Org == job.Lane.Org && !job.Accepted.Job.DryRun && (to.Types.Count == 0 || to.Types.Contains(job.Lane.Type))
            && to.Labels.All(label => job.Accepted.Job.Labels?.GetValueOrDefault(label.Key) == label.Value));

    private long Write(Subscription to, SimJob? job)
    {
        _deliveries.Add(++_lastDelivery, new SimDelivery(to.Lane, job is null ? null : FactsOf(job))
        {
            Row = new Delivery
            {
                Id = _lastDelivery,
                SubscriptionId = to.Id,
                Org = to.Org,
                Channel = to.Channel,
                JobId = job?.Id,
                Generation = job?.Generation ?? 0,
                Event = job is null ? "ping" : $"job.{job.Status.ToString().ToLowerInvariant()}",
                CreatedAt = Now,
                DueAt = Now,
            },
        });
        return _lastDelivery;
    }

    private static EndedJob FactsOf(SimJob ended)
    {
        var job = ended.Read();
        var failed = job.Simple ? [] : Enumerable.Range(1, job.Counts.Total).Select(no => (No: no, Item: ended.Find(no)!))
            .Where(pair => pair.Item.Final is ItemState.Failed or ItemState.Quarantined).Take(MostErrors);
        return new EndedJob
        {
            Id = job.Id,
            Org = job.Org,
            Type = job.Type,
            Name = job.Name,
            Queue = job.Queue,
            CreatedBy = job.CreatedBy,
            Source = job.Source,
            Status = job.Status,
            Generation = job.Generation,
            DryRun = job.DryRun,
            Counts = job.Counts,
            Labels = job.Labels,
            Fault = job.Counts.Failed > 0 || job.Status == JobStatus.Failed ? job.Fault : null,
            Errors = [.. failed.Select(pair => new EndedItem(pair.No, pair.Item.Name, pair.Item.Fault!.Code, pair.Item.Fault.Message))],
            Result = job.Result is { Length: <= MostResult } result ? result : null,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt!.Value,
        };
    }

    private DeliveryMessage ToMessage(SimDelivery delivery)
    {
        var to = _subscriptions[delivery.Row.SubscriptionId];
        return new DeliveryMessage(Shown(delivery), to with { OldSecret = to.OldSecretUntil > Now ? to.OldSecret : null }, delivery.Facts);
    }

    private Delivery Shown(SimDelivery delivery) =>
        delivery.Row with { Target = _subscriptions.GetValueOrDefault(delivery.Row.SubscriptionId)?.Target };

    private sealed class SimDelivery(string lane, EndedJob? facts)
    {
        public string Lane { get; set; } = lane;

        public EndedJob? Facts => facts;

        public Guid? Call { get; set; }

        public required Delivery Row { get; set; }
    }
}
