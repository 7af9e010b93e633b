using Headway.Deliveries;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs say who is to hear of ends of jobs, and see what was told.</summary>
/// <param name="store">Where both are kept.</param>
/// <param name="ids">Gives the ids.</param>
/// <param name="options">How this process sends.</param>
/// <param name="senders">The channels this process can send.</param>
public sealed class SubscriptionClient(
    IDeliveryStore store, IdSource ids, DeliveryOptions options, IEnumerable<IDeliverySender> senders)
{
    private const int MaxTypes = 100;
    private readonly NoticeCheck _check = new(senders);

    /// <summary>Makes a subscription. A webhook without a secret is given one.</summary>
    /// <param name="asked">What it is to be; its id, its times and its lane are set here.</param>
    /// <param name="id">Its id, where the caller must be able to repeat the call; null makes one.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>It, with its secret: this is the only time it is told.</returns>
    /// <exception cref="SubmissionException">Nothing can be sent there, or a filter cannot be.</exception>
    public async ValueTask<Subscription> AddAsync(Subscription asked, Guid? id = null, CancellationToken ct = default)
    {
        var made = Check(asked) with
        {
            Id = id ?? ids.NewGuid(),
            Secret = asked.Secret ?? _check.SenderOf(asked.Channel).NewSecret(),
        };
        await store.AddSubscriptionAsync(made, ct);
        return await store.GetSubscriptionAsync(made.Id, ct) ?? made;
    }

    /// <summary>Changes a subscription; its secret stays.</summary>
    /// <returns>It as it is now; null where there is none.</returns>
    /// <exception cref="SubmissionException">Nothing can be sent there, or a filter cannot be.</exception>
    public async ValueTask<Subscription?> EditAsync(Subscription asked, CancellationToken ct = default)
    {
        var edited = Check(asked);
        return await store.EditSubscriptionAsync(edited with { Reason = edited.Enabled ? null : edited.Reason }, ct)
            ? await store.GetSubscriptionAsync(asked.Id, ct) : null;
    }

    /// <summary>Gives a subscription a new secret. The old one signs too for a day, so that the receiver can change over.</summary>
    /// <param name="id">Which.</param>
    /// <param name="secret">The new one; null makes one.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>
    /// It, with the new secret: this is the only time it is told. Null where there is none, or its channel signs nothing.
    /// </returns>
    /// <exception cref="SubmissionException">The secret cannot sign.</exception>
    public async ValueTask<Subscription?> ChangeSecretAsync(Guid id, string? secret = null, CancellationToken ct = default)
    {
        if (await store.GetSubscriptionAsync(id, ct) is not { } there)
            return null;
        _check.Secret(there.Channel, secret);
        if ((secret ?? _check.SenderOf(there.Channel).NewSecret()) is not { } next)
            return null;
        await store.ChangeSecretAsync(id, next, options.OldSecretSigns, ct);
        return await store.GetSubscriptionAsync(id, ct);
    }

    /// <summary>Forgets a subscription and its deliveries.</summary>
    /// <returns>False where there is none.</returns>
    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken ct = default) => store.RemoveSubscriptionAsync(id, ct);

    /// <summary>One subscription, with its secrets; whoever shows it leaves them out.</summary>
    /// <returns>Null where there is none.</returns>
    public ValueTask<Subscription?> GetAsync(Guid id, CancellationToken ct = default) => store.GetSubscriptionAsync(id, ct);

    /// <summary>Subscriptions, newest first.</summary>
    /// <param name="org">One organisation; null for all.</param>
    /// <param name="job">Notices of this job; null for the subscriptions that are about many.</param>
    /// <param name="page">Which rows.</param>
    /// <param name="ct">Cancels.</param>
    public ValueTask<Page<Subscription>> ListAsync(string? org, JobId? job, PageRequest page, CancellationToken ct = default) =>
        store.ListSubscriptionsAsync(org, job, page, ct);

    /// <summary>Has a ping sent, once, so that a person sees whether deliveries arrive.</summary>
    /// <returns>The delivery, to be looked at in a moment; null where there is no such subscription.</returns>
    public async ValueTask<Delivery?> PingAsync(Guid id, CancellationToken ct = default) =>
        await store.PingAsync(id, ct) is { } ping ? await store.GetDeliveryAsync(ping, ct) : null;

    /// <summary>One delivery.</summary>
    /// <returns>Null where there is none.</returns>
    public ValueTask<Delivery?> GetDeliveryAsync(long id, CancellationToken ct = default) => store.GetDeliveryAsync(id, ct);

    /// <summary>Deliveries, newest first.</summary>
    public ValueTask<Page<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, PageRequest page, CancellationToken ct = default) =>
        store.ListDeliveriesAsync(filter, page, ct);

    /// <summary>Sends a delivery again, under the name it has, with all its attempts before it.</summary>
    /// <returns>Refused while it is being sent, or where its subscription is disabled.</returns>
    public ValueTask<ControlResult> RedeliverAsync(long id, CancellationToken ct = default) => store.RedeliverAsync(id, ct);

    /// <summary>How many deliveries wait and how many were given up, each counted to 10,000 at most.</summary>
    public ValueTask<DeliveryCounts> CountAsync(CancellationToken ct = default) => store.CountDeliveriesAsync(ct);

    private Subscription Check(Subscription asked)
    {
        _check.Target(asked.Channel, asked.Target);
        _check.Secret(asked.Channel, asked.Secret);
        if (asked.Name?.Length > 200)
            throw new SubmissionException("name_too_long", "A subscription's name may have at most 200 characters.");
        if (asked.Types.Count > MaxTypes || asked.Types.Any(type => type.Length is 0 or > 100 || type.Any(char.IsWhiteSpace)))
        {
            throw new SubmissionException(
                "bad_types", $"A subscription names at most {MaxTypes} job types, each of 1 to 100 characters without blanks.");
        }

        if (asked.Labels.Count > 32)
            throw new SubmissionException("too_many_labels", "A subscription may name at most 32 labels.");
        if (asked.Events.Except(Subscription.AllEvents).Any())
            throw new SubmissionException("bad_events", "A subscription hears of completed, failed and cancelled jobs.");
        return asked with
        {
            Lane = Subscription.LaneOf(asked.Channel, asked.Target),
            Events = asked.Events.Count == 0 ? Subscription.AllEvents : [.. asked.Events.Distinct()],
        };
    }
}
