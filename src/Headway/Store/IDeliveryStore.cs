using Headway.Deliveries;
using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Who wants to hear of ends of jobs, and what is to be told. The rules of <see cref="IJobStore"/> hold for every method.
/// The transaction that ends a job, whichever it is, writes one delivery for every enabled subscription that fits: one an end
/// (job and generation) and subscription, whatever happens. Dry runs are told to their own notices alone.
/// </summary>
public interface IDeliveryStore
{
    /// <summary>Keeps a new subscription. The same id again changes nothing, so it may be repeated after a lost answer.</summary>
    ValueTask AddSubscriptionAsync(Subscription subscription, CancellationToken ct);

    /// <summary>
    /// Replaces name, channel, target, events, types, labels, reason and whether it is enabled; secrets stay. What waits goes to the new
    /// target; it stands still while disabled and is due at once when enabled again.
    /// </summary>
    /// <returns>False where there is none.</returns>
    ValueTask<bool> EditSubscriptionAsync(Subscription subscription, CancellationToken ct);

    /// <summary>Gives a subscription a new secret; the old one signs too for a while.</summary>
    /// <param name="id">Which.</param>
    /// <param name="secret">The new one.</param>
    /// <param name="oldSigns">How long the old one signs too.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False where there is none.</returns>
    ValueTask<bool> ChangeSecretAsync(Guid id, string secret, TimeSpan oldSigns, CancellationToken ct);

    /// <summary>Forgets a subscription and its deliveries.</summary>
    /// <returns>False where there is none.</returns>
    ValueTask<bool> RemoveSubscriptionAsync(Guid id, CancellationToken ct);

    /// <summary>One subscription, with its secrets.</summary>
    /// <returns>Null where there is none.</returns>
    ValueTask<Subscription?> GetSubscriptionAsync(Guid id, CancellationToken ct);

    /// <summary>Subscriptions, newest first.</summary>
    /// <param name="org">One organisation; null for all.</param>
    /// <param name="job">Notices of this job; null for the subscriptions that are about many.</param>
    /// <param name="page">After: the id of the last one seen.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<Page<Subscription>> ListSubscriptionsAsync(string? org, JobId? job, PageRequest page, CancellationToken ct);

    /// <summary>Writes a delivery that says nothing but that deliveries arrive, enabled or not.</summary>
    /// <returns>Its number; null where there is no such subscription.</returns>
    ValueTask<long?> PingAsync(Guid subscription, CancellationToken ct);

    /// <summary>
    /// Takes deliveries that are due, and charges an attempt: from every lane those that have waited longest. Nobody else gets them
    /// until the lease is over; what the answer to a call is lost for comes again then.
    /// </summary>
    /// <returns>The deliveries, and when the next one is due.</returns>
    ValueTask<DeliveryRound> ClaimDeliveriesAsync(DeliveryClaim claim, CancellationToken ct);

    /// <summary>
    /// Records what an attempt came to. Where the destination is gone, its subscription is disabled and what waits for it stands still.
    /// </summary>
    /// <param name="id">Which delivery.</param>
    /// <param name="call">The call that took it.</param>
    /// <param name="end">What became of it.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False where another call has it by now; nothing was changed then.</returns>
    ValueTask<bool> RecordDeliveryAsync(long id, Guid call, DeliveryEnd end, CancellationToken ct);

    /// <summary>Has a delivery sent again, at once and from its first attempt, under the name it has.</summary>
    /// <returns>Refused while it is being sent, or where its subscription is disabled.</returns>
    ValueTask<ControlResult> RedeliverAsync(long id, CancellationToken ct);

    /// <summary>One delivery.</summary>
    /// <returns>Null where there is none.</returns>
    ValueTask<Delivery?> GetDeliveryAsync(long id, CancellationToken ct);

    /// <summary>Deliveries, newest first.</summary>
    ValueTask<Page<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, PageRequest page, CancellationToken ct);

    /// <summary>How many wait and how many were given up, pings not among those; each is counted to 10,000 at most.</summary>
    ValueTask<DeliveryCounts> CountDeliveriesAsync(CancellationToken ct);

    /// <summary>Forgets old deliveries, and notices of jobs that are gone once nothing of theirs is to be sent.</summary>
    /// <param name="sent">Age of those that were taken.</param>
    /// <param name="dead">Age of those that were given up.</param>
    /// <param name="limit">Looks at so many of each.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many deliveries went.</returns>
    ValueTask<int> PruneDeliveriesAsync(TimeSpan sent, TimeSpan dead, int limit, CancellationToken ct);
}
