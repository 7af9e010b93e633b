using Headway.Deliveries;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Subscriptions.</summary>
public sealed partial class SimStore
{
    private readonly SortedDictionary<Guid, Subscription> _subscriptions = [];

    /// <inheritdoc/>
    public ValueTask AddSubscriptionAsync(Subscription subscription, CancellationToken ct) => RunAsync(
        () => { _subscriptions.TryAdd(subscription.Id, subscription with { CreatedAt = Now, ChangedAt = Now }); }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> EditSubscriptionAsync(Subscription subscription, CancellationToken ct) => RunAsync(() =>
    {
        if (!_subscriptions.TryGetValue(subscription.Id, out var there))
            return false;
        _subscriptions[there.Id] = there with
        {
            Name = subscription.Name,
            Channel = subscription.Channel,
            Target = subscription.Target,
            Lane = subscription.Lane,
            Events = subscription.Events,
            Types = subscription.Types,
            Labels = subscription.Labels,
            Enabled = subscription.Enabled,
            Reason = subscription.Reason,
            ChangedAt = Now,
        };
        foreach (var delivery in _deliveries.Values.Where(one =>
            one.Row.SubscriptionId == there.Id && one.Row.State == DeliveryState.Waiting))
        {
            delivery.Lane = subscription.Lane;
            var due = delivery.Call is not null ? delivery.Row.DueAt : subscription.Enabled ? delivery.Row.DueAt ?? Now : null;
            delivery.Row = delivery.Row with { Channel = subscription.Channel, DueAt = due };
        }

        return true;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> ChangeSecretAsync(Guid id, string secret, TimeSpan oldSigns, CancellationToken ct) => RunAsync(() =>
    {
        if (!_subscriptions.TryGetValue(id, out var there))
            return false;
        _subscriptions[id] = there with { Secret = secret, OldSecret = there.Secret, OldSecretUntil = Now + oldSigns, ChangedAt = Now };
        return true;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveSubscriptionAsync(Guid id, CancellationToken ct) => RunAsync(() =>
    {
        foreach (var delivery in _deliveries.Values.Where(delivery => delivery.Row.SubscriptionId == id).ToList())
            _deliveries.Remove(delivery.Row.Id);
        return _subscriptions.Remove(id);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Subscription?> GetSubscriptionAsync(Guid id, CancellationToken ct) =>
        RunAsync(() => _subscriptions.GetValueOrDefault(id), ct);

    /// <inheritdoc/>
    public ValueTask<Page<Subscription>> ListSubscriptionsAsync(string? org, JobId? job, PageRequest page, CancellationToken ct)
    {
        Guid? after = page.After is null ? null : Guid.TryParse(page.After, out var id) ? id : throw BadPage();
        return RunAsync(() => Cut(
            [.. _subscriptions.Values.Where(one => one.OnlyJob == job && (org is null || one.Org == org))
                .OrderByDescending(one => one.Id.ToString(), StringComparer.Ordinal)
                .Where(one => after is not { } last || string.CompareOrdinal(one.Id.ToString(), last.ToString()) < 0).Take(page.Limit + 1)],
            page.Limit, one => one.Id.ToString()), ct);
    }

    private void AddNotices(EnqueuedJob job)
    {
        foreach (var notice in Subscription.Of(job))
            _subscriptions[notice.Id] = notice with { CreatedAt = Now, ChangedAt = Now };
    }

    /// <summary>Forgets the notices of a job that is gone, but for those of which something is yet to be sent.</summary>
    private void DropNotices(JobId job)
    {
        foreach (var notice in _subscriptions.Values.Where(one => one.OnlyJob == job).ToList())
            DropNotice(notice.Id);
    }

    private void DropNotice(Guid id)
    {
        if (!_deliveries.Values.Any(delivery => delivery.Row.SubscriptionId == id && delivery.Row.State == DeliveryState.Waiting))
            _subscriptions.Remove(id);
    }
}
