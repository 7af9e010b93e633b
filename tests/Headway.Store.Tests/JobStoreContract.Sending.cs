using Headway.Deliveries;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task delivery_is_with_one_call_until_its_lease_is_over_and_then_with_the_next_under_the_same_name()
    {
        var to = await SubscribeAsync();
        var id = (await Deliveries.PingAsync(to, Ct))!.Value;
        var claim = Claim();
        var first = Assert.Single((await Deliveries.ClaimDeliveriesAsync(claim, Ct)).Messages);
        Assert.Equal((id, 1, "ping", "https://a.test/hook"),
            (first.Delivery.Id, first.Delivery.Attempts, first.Delivery.Event, first.Subscription.Target));
        var none = await Deliveries.ClaimDeliveriesAsync(Claim(), Ct);
        Assert.Empty(none.Messages);
        Assert.Equal(SendLease, none.NextIn);
        await AdvanceAsync(SendLease);
        var next = Claim();
        var second = Assert.Single((await Deliveries.ClaimDeliveriesAsync(next, Ct)).Messages);
        Assert.Equal((first.Id, 2), (second.Id, second.Delivery.Attempts));
        var sent = new DeliveryEnd(DeliveryState.Sent, TimeSpan.Zero, new DeliveryAnswer(DeliveryVerdict.Taken, 204));
        Assert.False(await Deliveries.RecordDeliveryAsync(id, claim.Call, sent, Ct));
        Assert.True(await Deliveries.RecordDeliveryAsync(id, next.Call, sent, Ct));
        Assert.False(await Deliveries.RecordDeliveryAsync(id, next.Call, sent, Ct));
        var done = (await Deliveries.GetDeliveryAsync(id, Ct))!;
        Assert.Equal((DeliveryState.Sent, 204, 2, (DateTimeOffset?)null), (done.State, done.Status, done.Attempts, done.DueAt));
        Assert.NotNull(done.DoneAt);
        Assert.Null((await Deliveries.ClaimDeliveriesAsync(Claim(), Ct)).NextIn);
    }

    [Fact]
    public async Task failed_attempt_waits_as_long_as_it_is_told_and_keeps_what_was_answered()
    {
        var id = (await Deliveries.PingAsync(await SubscribeAsync(), Ct))!.Value;
        var claim = Claim();
        await Deliveries.ClaimDeliveriesAsync(claim, Ct);
        var again = new DeliveryAnswer(DeliveryVerdict.Again, 503, "busy", "It answered 503.");
        Assert.True(await Deliveries.RecordDeliveryAsync(
            id, claim.Call, new DeliveryEnd(DeliveryState.Waiting, TimeSpan.FromMinutes(5), again), Ct));
        var waiting = (await Deliveries.GetDeliveryAsync(id, Ct))!;
        Assert.Equal((DeliveryState.Waiting, 503, "busy", "It answered 503.", 1),
            (waiting.State, waiting.Status, waiting.Answer, waiting.Error, waiting.Attempts));
        await AdvanceAsync(TimeSpan.FromMinutes(5) - Tick);
        var none = await Deliveries.ClaimDeliveriesAsync(Claim(), Ct);
        Assert.Empty(none.Messages);
        Assert.Equal(Tick, none.NextIn);
        await AdvanceAsync(Tick);
        Assert.Single((await Deliveries.ClaimDeliveriesAsync(Claim(), Ct)).Messages);
    }

    [Fact]
    public async Task attempt_that_was_not_made_is_not_charged()
    {
        var id = (await Deliveries.PingAsync(await SubscribeAsync(), Ct))!.Value;
        var claim = Claim();
        await Deliveries.ClaimDeliveriesAsync(claim, Ct);
        Assert.True(await Deliveries.RecordDeliveryAsync(id, claim.Call, new DeliveryEnd(DeliveryState.Waiting, TimeSpan.Zero, null), Ct));
        Assert.Equal(1, Assert.Single((await Deliveries.ClaimDeliveriesAsync(Claim(), Ct)).Messages).Delivery.Attempts);
    }

    [Fact]
    public async Task no_lane_takes_more_than_its_share_and_lanes_that_are_full_or_of_other_channels_are_passed_over()
    {
        var busy = await SubscribeAsync(to => to with { Lane = "https://a.test:443" });
        var calm = await SubscribeAsync(to => to with { Lane = "https://b.test:443" });
        var mail = await SubscribeAsync(to => to with { Channel = DeliveryChannel.Mail, Target = "a@b.test", Lane = "mail" });
        for (var i = 0; i < 5; i++)
            await Deliveries.PingAsync(busy, Ct);
        await Deliveries.PingAsync(calm, Ct);
        await Deliveries.PingAsync(mail, Ct);
        var webhooks = Claim(each: 2) with { Channels = [DeliveryChannel.Webhook] };
        var taken = (await Deliveries.ClaimDeliveriesAsync(webhooks, Ct)).Messages;
        Assert.Equal([busy, busy, calm], taken.Select(message => message.Subscription.Id));
        var round = await Deliveries.ClaimDeliveriesAsync(Claim(except: "https://a.test:443"), Ct);
        Assert.Equal([mail], round.Messages.Select(message => message.Subscription.Id));
        Assert.True(round.NextIn <= TimeSpan.Zero);
        var last = await Deliveries.ClaimDeliveriesAsync(Claim(most: 2), Ct);
        Assert.Equal([busy, busy], last.Messages.Select(message => message.Subscription.Id));
    }

    [Fact]
    public async Task destination_that_is_gone_disables_its_subscription_until_a_person_enables_it()
    {
        var to = await SubscribeAsync();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add((await Deliveries.PingAsync(to, Ct))!.Value);
        var claim = Claim(most: 1);
        await Deliveries.ClaimDeliveriesAsync(claim, Ct);
        var gone = new DeliveryAnswer(DeliveryVerdict.Gone, 410, null, "It answered 410.");
        await Deliveries.RecordDeliveryAsync(ids[0], claim.Call, new DeliveryEnd(DeliveryState.Dead, TimeSpan.Zero, gone), Ct);
        var disabled = (await Deliveries.GetSubscriptionAsync(to, Ct))!;
        Assert.Equal((false, "It answered 410."), (disabled.Enabled, disabled.Reason));
        Assert.Empty((await Deliveries.ClaimDeliveriesAsync(Claim(), Ct)).Messages);
        await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync());
        Assert.Equal(3, (await DeliveriesAsync()).Count);
        Assert.Equal(new DeliveryCounts(2, 0), await Deliveries.CountDeliveriesAsync(Ct));

        Assert.True(await Deliveries.EditSubscriptionAsync(
            disabled with { Enabled = true, Reason = null, Target = "https://c.test/", Lane = "https://c.test:443" }, Ct));
        var taken = (await Deliveries.ClaimDeliveriesAsync(Claim(), Ct)).Messages;
        Assert.Equal(ids.Skip(1), taken.Select(message => message.Delivery.Id));
        Assert.All(taken, message => Assert.Equal(
            ("https://c.test/", "https://c.test:443"), (message.Subscription.Target, message.Subscription.Lane)));
    }

    [Fact]
    public async Task dead_delivery_is_sent_again_by_hand_with_all_its_attempts_before_it()
    {
        var to = await SubscribeAsync();
        await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync());
        var id = Assert.Single(await DeliveriesAsync()).Id;
        var claim = Claim();
        await Deliveries.ClaimDeliveriesAsync(claim, Ct);
        Assert.Equal(ControlResult.Refused, await Deliveries.RedeliverAsync(id, Ct));
        var never = new DeliveryAnswer(DeliveryVerdict.Never, Error: "It may not be sent there.");
        await Deliveries.RecordDeliveryAsync(id, claim.Call, new DeliveryEnd(DeliveryState.Dead, TimeSpan.Zero, never), Ct);
        Assert.Equal([id], (await DeliveriesAsync(new DeliveryFilter(State: DeliveryState.Dead))).Select(delivery => delivery.Id));
        Assert.Equal(new DeliveryCounts(0, 1), await Deliveries.CountDeliveriesAsync(Ct));
        Assert.Equal(ControlResult.Done, await Deliveries.RedeliverAsync(id, Ct));
        Assert.True(await Deliveries.GetDeliveryAsync(id, Ct) is { State: DeliveryState.Waiting, Attempts: 0, Error: null, Answer: null });
        Assert.Equal(1, Assert.Single((await Deliveries.ClaimDeliveriesAsync(Claim(), Ct)).Messages).Delivery.Attempts);
        Assert.Equal(ControlResult.NotFound, await Deliveries.RedeliverAsync(id + 100, Ct));
        await AdvanceAsync(SendLease);
        await Deliveries.EditSubscriptionAsync((await Deliveries.GetSubscriptionAsync(to, Ct))! with { Enabled = false }, Ct);
        Assert.Equal(ControlResult.Refused, await Deliveries.RedeliverAsync(id, Ct));
    }

    [Fact]
    public async Task new_secret_signs_at_once_and_the_old_one_beside_it_for_a_while()
    {
        var to = await SubscribeAsync();
        Assert.True(await Deliveries.ChangeSecretAsync(to, "whsec_bmV3", TimeSpan.FromHours(1), Ct));
        await Deliveries.PingAsync(to, Ct);
        var both = Assert.Single((await Deliveries.ClaimDeliveriesAsync(Claim(), Ct)).Messages).Subscription;
        Assert.Equal(("whsec_bmV3", "whsec_c2VjcmV0"), (both.Secret, both.OldSecret));
        await AdvanceAsync(TimeSpan.FromHours(1));
        var one = Assert.Single((await Deliveries.ClaimDeliveriesAsync(Claim(), Ct)).Messages).Subscription;
        Assert.Equal(("whsec_bmV3", null), (one.Secret, one.OldSecret));
        Assert.False(await Deliveries.ChangeSecretAsync(_ids.NextCall(), "whsec_bmV3", TimeSpan.FromHours(1), Ct));
    }

    [Fact]
    public async Task subscriptions_are_kept_as_given_listed_newest_first_and_forgotten_with_their_deliveries()
    {
        var given = new Subscription
        {
            Id = _ids.NextCall(),
            Org = "o",
            Name = "n",
            Channel = DeliveryChannel.Mail,
            Target = "a@b.test",
            Lane = "mail",
            Events = [JobStatus.Failed, JobStatus.Cancelled],
            Types = ["a.b", "c"],
            Labels = new Dictionary<string, string> { ["k"] = "v" },
            CreatedBy = "ann",
        };
        await Deliveries.AddSubscriptionAsync(given, Ct);
        await Deliveries.AddSubscriptionAsync(given with { Name = "again" }, Ct);
        var kept = (await Deliveries.GetSubscriptionAsync(given.Id, Ct))!;
        Assert.Equivalent(given with { CreatedAt = kept.CreatedAt, ChangedAt = kept.ChangedAt }, kept, strict: true);
        await AdvanceAsync(Tick);
        var later = await SubscribeAsync();
        var page = await Deliveries.ListSubscriptionsAsync(null, null, new PageRequest(1), Ct);
        Assert.Equal(later, Assert.Single(page.Rows).Id);
        page = await Deliveries.ListSubscriptionsAsync(null, null, new PageRequest(1, page.Next), Ct);
        Assert.Equal(given.Id, Assert.Single(page.Rows).Id);
        Assert.Equal(given.Id, Assert.Single((await Deliveries.ListSubscriptionsAsync("o", null, new PageRequest(9), Ct)).Rows).Id);
        Assert.Null(await Deliveries.PingAsync(_ids.NextCall(), Ct));
        await Deliveries.PingAsync(later, Ct);
        Assert.True(await Deliveries.RemoveSubscriptionAsync(later, Ct));
        Assert.False(await Deliveries.RemoveSubscriptionAsync(later, Ct));
        Assert.Empty(await DeliveriesAsync());
        Assert.False(await Deliveries.EditSubscriptionAsync(given with { Id = later }, Ct));
    }

    [Fact]
    public async Task deliveries_are_found_by_job_subscription_and_state_page_by_page()
    {
        var (one, two) = (await SubscribeAsync(), await SubscribeAsync());
        var jobs = new List<JobId>();
        for (var i = 0; i < 3; i++)
            jobs.Add(await EnqueueAsync(NewJob()));
        await WorkOffAsync(await SessionAsync());
        Assert.Equal(2, (await DeliveriesAsync(new DeliveryFilter(Job: jobs[1]))).Count);
        var waiting = new DeliveryFilter(Subscription: two, State: DeliveryState.Waiting, Org: Orgs.Default);
        Assert.Equal(3, (await DeliveriesAsync(waiting)).Count);
        Assert.Empty(await DeliveriesAsync(new DeliveryFilter(State: DeliveryState.Sent)));
        var seen = new List<long>();
        for (PageRequest? page = new PageRequest(4); page is { } asked;)
        {
            var found = await Deliveries.ListDeliveriesAsync(new DeliveryFilter(), asked, Ct);
            seen.AddRange(found.Rows.Select(delivery => delivery.Id));
            page = found.Next is null ? null : new PageRequest(4, found.Next);
        }

        Assert.Equal((6, true), (seen.Count, seen.SequenceEqual(seen.OrderDescending())));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Deliveries.ListDeliveriesAsync(new DeliveryFilter(Subscription: one), new PageRequest(4, "x"), Ct));
    }

    [Fact]
    public async Task old_deliveries_are_forgotten_by_how_they_ended_and_what_waits_to_be_sent_never()
    {
        var to = await SubscribeAsync();
        for (var i = 0; i < 3; i++)
            await Deliveries.PingAsync(to, Ct);
        var claim = Claim(most: 2);
        var taken = (await Deliveries.ClaimDeliveriesAsync(claim, Ct)).Messages;
        var (sent, dead) = (taken[0].Delivery.Id, taken[1].Delivery.Id);
        await Deliveries.RecordDeliveryAsync(
            sent, claim.Call, new DeliveryEnd(DeliveryState.Sent, TimeSpan.Zero, new DeliveryAnswer(DeliveryVerdict.Taken)), Ct);
        await Deliveries.RecordDeliveryAsync(
            dead, claim.Call, new DeliveryEnd(DeliveryState.Dead, TimeSpan.Zero, new DeliveryAnswer(DeliveryVerdict.Never)), Ct);
        await AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Equal(1, await Deliveries.PruneDeliveriesAsync(TimeSpan.FromDays(7), TimeSpan.FromDays(30), 100, Ct));
        Assert.Null(await Deliveries.GetDeliveryAsync(sent, Ct));
        await AdvanceAsync(TimeSpan.FromDays(23));
        Assert.Equal(1, await Deliveries.PruneDeliveriesAsync(TimeSpan.FromDays(7), TimeSpan.FromDays(30), 100, Ct));
        Assert.Equal(DeliveryState.Waiting, Assert.Single(await DeliveriesAsync()).State);
        await Deliveries.EditSubscriptionAsync((await Deliveries.GetSubscriptionAsync(to, Ct))! with { Enabled = false }, Ct);
        Assert.Equal(1, await Deliveries.PruneDeliveriesAsync(TimeSpan.FromDays(7), TimeSpan.FromDays(30), 100, Ct));
    }
}
