using System.Data.Common;
using System.Globalization;
using Headway.Data;
using Headway.Deliveries;
using Headway.Model;

namespace Headway.Store;

/// <summary>Deliveries: taking what is due, and what came of it. That they are written is the work of the job table's trigger.</summary>
public sealed partial class SqlJobStore : IDeliveryStore
{
    /// <inheritdoc/>
    public async ValueTask<long?> PingAsync(Guid subscription, CancellationToken ct)
    {
        long? id = null;
        await CommandAsync((session, token) => session.SendAsync(
            Pages("Ping"), [Arg.Of("id", subscription)], (_, row) => id = row.GetInt64(0), token), ct);
        return id;
    }

    /// <inheritdoc/>
    public async ValueTask<DeliveryRound> ClaimDeliveriesAsync(DeliveryClaim claim, CancellationToken ct)
    {
        if ((await ListAsync(_book["AreDue"], [], _ => true, ct)).Count == 0)
            return new DeliveryRound([], await NextDeliveryAsync(ct));
        Arg[] args =
        [
            Arg.Of("call", claim.Call), Arg.Of("channels", string.Join(' ', claim.Channels.Select(Of))),
            Arg.Of("except", $" {string.Join("  ", claim.Except)} "), Arg.Of("each", claim.MostPerLane), Arg.Of("most", claim.Most),
            Arg.Of("lease", claim.Lease),
        ];
        var messages = new List<DeliveryMessage>();
        await CommandAsync((session, token) =>
        {
            messages.Clear();
            return session.SendAsync(
                Pages("ClaimDeliveries", "ClaimedDeliveries"), args, (_, row) => messages.Add(ReadMessage(row)), token);
        }, ct);
        return new DeliveryRound(messages, await NextDeliveryAsync(ct));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordDeliveryAsync(long id, Guid call, DeliveryEnd end, CancellationToken ct)
    {
        List<Arg> args = [Arg.Of("id", id), Arg.Of("call", call), Arg.Of("wait", end.Wait)];
        if (end.Answer is not { } answer)
            return await CommandAsync((session, token) => session.RunAsync(_book["HandBackDelivery"], args, token), ct) > 0;
        args.AddRange(
        [
            Arg.Of("state", Of(end.State)), Arg.Of("status", answer.Status), Arg.Of("answer", answer.Excerpt),
            Arg.Of("error", answer.Error),
        ]);
        if (answer.Verdict != DeliveryVerdict.Gone)
            return await CommandAsync((session, token) => session.RunAsync(_book["RecordDelivery"], args, token), ct) > 0;
        return await CommandAsync((session, token) => session.SendAsync(
            Pages("DisableSubscription", "HoldDeliveries", "RecordDelivery"), args, null, token), ct) > 0;
    }

    /// <inheritdoc/>
    public async ValueTask<ControlResult> RedeliverAsync(long id, CancellationToken ct)
    {
        var there = false;
        var written = await CommandAsync((session, token) =>
        {
            there = false;
            return session.SendAsync(Pages("Redeliver", "GetDelivery"), [Arg.Of("id", id)], (_, _) => there = true, token);
        }, ct);
        return written > 0 ? ControlResult.Done : there ? ControlResult.Refused : ControlResult.NotFound;
    }

    /// <inheritdoc/>
    public ValueTask<Delivery?> GetDeliveryAsync(long id, CancellationToken ct) =>
        FirstAsync("GetDelivery", [Arg.Of("id", id)], ReadDelivery, ct);

    /// <inheritdoc/>
    public async ValueTask<Page<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, PageRequest page, CancellationToken ct)
    {
        var chosen = new List<string>();
        var args = new List<Arg> { Arg.Of("limit", page.Limit + 1) };
        Choose(filter.Org is not null, "org", () => Arg.Of("org", filter.Org));
        Choose(filter.Job is not null, "job", () => Arg.Of("job", filter.Job!.Value.Value));
        Choose(filter.Subscription is not null, "subscription", () => Arg.Of("subscription", filter.Subscription));
        Choose(filter.State is not null, "state", () => Arg.Of("state", Of(filter.State!.Value)));
        Choose(page.After is not null, "after", () => Arg.Of(
            "after", long.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : throw BadPage()));
        var rows = await ListAsync(_book["ListDeliveries"].With(chosen), args, ReadDelivery, ct);
        return Cut(rows, page.Limit, delivery => delivery.Id.ToString(CultureInfo.InvariantCulture));

        void Choose(bool wanted, string choice, Func<Arg> arg)
        {
            if (!wanted)
                return;
            chosen.Add(choice);
            args.Add(arg());
        }
    }

    /// <inheritdoc/>
    public async ValueTask<DeliveryCounts> CountDeliveriesAsync(CancellationToken ct) => (await FirstAsync(
        "CountDeliveries", [], row => new { Of = new DeliveryCounts((int)row.GetInt64(0), (int)row.GetInt64(1)) }, ct))!.Of;

    /// <inheritdoc/>
    public async ValueTask<int> PruneDeliveriesAsync(TimeSpan sent, TimeSpan dead, int limit, CancellationToken ct)
    {
        var pruned = 0;
        foreach (var (state, age) in ((DeliveryState, TimeSpan)[])
            [(DeliveryState.Sent, sent), (DeliveryState.Dead, dead), (DeliveryState.Waiting, dead)])
        {
            Arg[] args = [Arg.Of("state", Of(state)), Arg.Of("age", age), Arg.Of("limit", limit)];
            pruned += await WriteAsync(async (session, token) =>
            {
                await session.RunAsync(_book["PruneNotices"], args, token);
                return await session.RunAsync(_book["PruneDeliveries"], args, token);
            }, ct);
        }

        return pruned;
    }

    private async ValueTask<TimeSpan?> NextDeliveryAsync(CancellationToken ct) => (await FirstAsync(
        "NextDelivery", [], row => new { In = row.IsDBNull(0) ? (TimeSpan?)null : Micros.ToSpan(row.GetInt64(0)) }, ct))!.In;

    private static string Of(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => "waiting",
        DeliveryState.Sent => "sent",
        _ => "dead",
    };

    private static Delivery ReadDelivery(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        SubscriptionId = row.GetGuid(1),
        Org = row.GetString(2),
        Channel = ReadChannel(row.GetString(3)),
        Target = row.TextOrNull(4),
        JobId = row.IsDBNull(5) ? null : new JobId(row.GetGuid(5)),
        Generation = row.GetInt32(6),
        Event = row.IsDBNull(5) ? row.GetString(7) : $"job.{row.GetString(7)}",
        State = row.GetString(8) switch
        {
            "waiting" => DeliveryState.Waiting,
            "sent" => DeliveryState.Sent,
            _ => DeliveryState.Dead,
        },
        Attempts = row.GetInt32(9),
        DueAt = row.TimeOrNull(10),
        CreatedAt = row.Time(11),
        TriedAt = row.TimeOrNull(12),
        DoneAt = row.TimeOrNull(13),
        Status = row.IntOrNull(14),
        Answer = row.TextOrNull(15),
        Error = row.TextOrNull(16),
    };

    private static DeliveryMessage ReadMessage(DbDataReader row)
    {
        var delivery = ReadDelivery(row);
        var subscription = new Subscription
        {
            Id = delivery.SubscriptionId,
            Org = delivery.Org,
            Channel = delivery.Channel,
            Target = delivery.Target!,
            Events = Subscription.AllEvents,
            Secret = row.TextOrNull(18),
            OldSecret = row.TextOrNull(19),
            Lane = row.GetString(20),
            OldSecretUntil = row.TimeOrNull(21),
        };
        return new DeliveryMessage(delivery, subscription, row.TextOrNull(17) is { } facts ? EndedFacts.Read(facts, delivery) : null);
    }
}
