using System.Diagnostics.CodeAnalysis;
using Headway.Client;
using Headway.Deliveries;
using Headway.Handlers;
using Headway.Machine;
using Headway.Model;
using Headway.Store;
using Headway.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Tests.Deliveries;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class DeliveryRunnerTests
{
    private readonly ScriptedSender _sender = new();

    [Fact]
    public async Task end_of_a_job_reaches_who_subscribed_and_who_was_named_at_its_submission()
    {
        await using var bench = await StartAsync();
        var to = await Subscriptions(bench).AddAsync(Hook("https://a.test/all"));
        var id = await bench.Client.EnqueueAsync(new NewJob
        {
            Type = "told",
            Notices = [new Notice(DeliveryChannel.Webhook, "https://b.test/mine")],
        });
        await bench.UntilFinalAsync(id);
        await UntilAsync(bench, all => all.Count == 2 && all.All(one => one.State == DeliveryState.Sent), "two deliveries");
        Assert.Equal(["https://a.test/all", "https://b.test/mine"], _sender.Sent.Select(message => message.Subscription.Target).Order());
        Assert.All(_sender.Sent, message => Assert.Equal((id, JobStatus.Completed), (message.Job!.Id, message.Job.Status)));
        Assert.Equal("made", to.Secret);
    }

    [Fact]
    public async Task delivery_nobody_takes_is_tried_over_three_days_and_then_given_up()
    {
        _sender.Send = (_, _) => ValueTask.FromResult(new DeliveryAnswer(DeliveryVerdict.Again, 500, null, "It answered 500."));
        await using var bench = await StartAsync();
        await Subscriptions(bench).AddAsync(Hook("https://a.test/"));
        var began = bench.Clock.GetUtcNow();
        await bench.UntilFinalAsync(await bench.TellAsync());
        var dead = await UntilAsync(
            bench, all => all is [{ State: DeliveryState.Dead }], "the delivery to be given up", TimeSpan.FromHours(1));
        Assert.Equal((11, 500, "It answered 500."), (dead[0].Attempts, dead[0].Status, dead[0].Error));
        Assert.Equal(11, _sender.Sent.Count);
        Assert.Single(_sender.Sent.Select(message => message.Id).Distinct());
        Assert.True(bench.Clock.GetUtcNow() - began > TimeSpan.FromHours(57));
        Assert.Equal(new DeliveryCounts(0, 1), await Subscriptions(bench).CountAsync());

        _sender.Send = (_, _) => ValueTask.FromResult(new DeliveryAnswer(DeliveryVerdict.Taken, 200));
        Assert.Equal(ControlResult.Done, await Subscriptions(bench).RedeliverAsync(dead[0].Id));
        await UntilAsync(bench, all => all is [{ State: DeliveryState.Sent, Attempts: 1 }], "the delivery by hand");
    }

    [Fact]
    public async Task slow_destination_takes_its_share_of_the_slots_and_no_more()
    {
        var slow = new TaskCompletionSource();
        _sender.Send = async (message, ct) =>
        {
            if (message.Subscription.Target == "https://slow.test/")
                await slow.Task.WaitAsync(ct);
            return new DeliveryAnswer(DeliveryVerdict.Taken);
        };
        await using var bench = await StartAsync(new DeliveryOptions { Slots = 6, PerLane = 3, Timeout = TimeSpan.FromHours(10) });
        var held = await Subscriptions(bench).AddAsync(Hook("https://slow.test/"));
        var quick = await Subscriptions(bench).AddAsync(Hook("https://quick.test/"));
        for (var i = 0; i < 20; i++)
            await Subscriptions(bench).PingAsync(held.Id);
        for (var i = 0; i < 9; i++)
            await Subscriptions(bench).PingAsync(quick.Id);
        await UntilAsync(bench, all => all.Count(one => one.State == DeliveryState.Sent) == 9, "the quick ones");
        Assert.InRange(_sender.Sent.Count(message => message.Subscription.Id == held.Id), 3, 5);
        slow.SetResult();
        await UntilAsync(bench, all => all.All(one => one.State == DeliveryState.Sent), "all of them");
        Assert.Equal(29, _sender.Sent.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task destination_that_does_not_answer_and_a_sender_that_throws_are_failed_attempts()
    {
        _sender.Send = (message, ct) => message.Delivery.Attempts == 1 ? HangAsync(ct) : throw new InvalidOperationException("odd");
        await using var bench = await StartAsync();
        await Subscriptions(bench).AddAsync(Hook("https://a.test/"));
        await bench.UntilFinalAsync(await bench.TellAsync());
        var late = await UntilAsync(bench, all => all is [{ Attempts: 1, Error: not null }], "the time-out");
        Assert.Equal("The destination did not answer within 15 seconds.", late[0].Error);
        var thrown = await UntilAsync(bench, all => all is [{ Attempts: 2, Error: not null, State: DeliveryState.Waiting }]
            && all[0].Error != late[0].Error, "the exception");
        Assert.Equal("The sender failed: InvalidOperationException.", thrown[0].Error);
    }

    [Fact]
    public async Task process_that_stops_hands_back_what_it_is_sending_without_charging_it()
    {
        _sender.Send = (_, ct) => HangAsync(ct);
        var bench = await StartAsync();
        await Subscriptions(bench).AddAsync(Hook("https://a.test/"));
        await bench.UntilFinalAsync(await bench.TellAsync());
        await UntilAsync(bench, all => all is [{ Attempts: 1 }], "the attempt");
        await bench.StopAsync();
        var rows = await bench.Store.ListDeliveriesAsync(new DeliveryFilter(), new PageRequest(10), CancellationToken.None);
        var row = Assert.Single(rows.Rows);
        Assert.Equal((DeliveryState.Waiting, 0), (row.State, row.Attempts));
        Assert.True(row.DueAt <= bench.Clock.GetUtcNow());
        await bench.DisposeAsync();
    }

    [Fact]
    public async Task node_that_dies_between_sending_and_recording_has_it_sent_again_under_the_same_name()
    {
        await using var bench = await StartAsync(work: false);
        var to = await Subscriptions(bench).AddAsync(Hook("https://a.test/"));
        var lost = new DeliveryClaim(
            new Guid("0199a111-0000-7000-8000-000000000001"), [DeliveryChannel.Webhook], [], 9, 9, TimeSpan.FromMinutes(1));
        await bench.Store.PingAsync(to.Id, CancellationToken.None); // nobody has moved time, so the runner of the bench waits
        var round = await bench.Store.ClaimDeliveriesAsync(lost, CancellationToken.None);
        var first = Assert.Single(round.Messages);
        await UntilAsync(bench, all => all is [{ State: DeliveryState.Sent }], "the second attempt");
        Assert.Equal((first.Id, 2), (Assert.Single(_sender.Sent).Id, _sender.Sent[0].Delivery.Attempts));
        Assert.False(await bench.Store.RecordDeliveryAsync(
            first.Delivery.Id, lost.Call, new DeliveryEnd(DeliveryState.Dead, TimeSpan.Zero, new DeliveryAnswer(DeliveryVerdict.Never)),
            CancellationToken.None));
    }

    [Fact]
    public async Task destination_that_is_down_is_left_alone_and_costs_no_delivery_a_try()
    {
        var down = true;
        _sender.Send = (_, _) => ValueTask.FromResult(down
            ? new DeliveryAnswer(DeliveryVerdict.Again, 503, null, "It answered 503.") : new DeliveryAnswer(DeliveryVerdict.Taken, 200));
        await using var bench = await StartAsync();
        await Subscriptions(bench).AddAsync(Hook("https://a.test/"));
        for (var i = 0; i < 60; i++)
            await bench.TellAsync();
        var breaker = await Eventually.IsThereAsync(
            async () => (await bench.Store.ListBreakersAsync(new BreakerRule(), default)).FirstOrDefault(one => one.OpenedAt is not null),
            () => bench.Clock.Advance(TimeSpan.FromMilliseconds(100)), "the breaker to open");
        Assert.Equal("https://a.test:443", breaker.Destination);
        await UntilAsync(bench, all => all.Count == 60, "all of them");
        var before = _sender.Sent.Count;
        for (var i = 0; i < 60; i++)
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(_sender.Sent.Count - before, 0, 10); // a probe every ten seconds, and what was under way

        down = false;
        var sent = await UntilAsync(
            bench, all => all.Count == 60 && all.All(one => one.State == DeliveryState.Sent), "all to be sent", TimeSpan.FromSeconds(1));
        Assert.All(sent, one => Assert.InRange(one.Attempts, 1, 4));
        Assert.Null((await bench.Store.ListBreakersAsync(new BreakerRule(), default))[0].OpenedAt);
    }

    [Fact]
    public async Task ping_is_tried_once()
    {
        _sender.Send = (_, _) => ValueTask.FromResult(new DeliveryAnswer(DeliveryVerdict.Again, 404, "nothing here", "It answered 404."));
        await using var bench = await StartAsync(work: false);
        var to = await Subscriptions(bench).AddAsync(Hook("https://a.test/"));
        Assert.Equal("ping", (await Subscriptions(bench).PingAsync(to.Id))!.Event);
        var dead = await UntilAsync(bench, all => all is [{ State: DeliveryState.Dead }], "the answer");
        Assert.Equal((1, 404, "nothing here"), (dead[0].Attempts, dead[0].Status, dead[0].Answer));
    }

    [Fact]
    public async Task what_cannot_be_told_is_refused_with_a_sentence_before_anybody_relies_on_it()
    {
        await using var bench = await StartAsync(work: false);
        await RefusedAsync("bad_webhook", Hook("http://a.test/"));
        await RefusedAsync("bad_webhook", Hook(""));
        await RefusedAsync("no_mail", Hook("a@b.test") with { Channel = DeliveryChannel.Mail });
        await RefusedAsync("bad_secret", Hook("https://a.test/") with { Secret = "bad" });
        await RefusedAsync("bad_types", Hook("https://a.test/") with { Types = ["a b"] });
        await RefusedAsync("bad_events", Hook("https://a.test/") with { Events = [JobStatus.Running] });
        var notice = new Notice(DeliveryChannel.Webhook, "https://a.test/");
        foreach (var (code, notices) in ((string, Notice[])[])
            [("bad_webhook", [notice with { Target = "x" }]), ("bad_secret", [notice with { Secret = "bad" }]),
                ("no_mail", [new Notice(DeliveryChannel.Mail, "a@b.test")]), ("too_many_notices", [.. Enumerable.Repeat(notice, 9)])])
        {
            var e = await Assert.ThrowsAsync<SubmissionException>(async () =>
                await bench.Client.EnqueueAsync(new NewJob { Type = "told", Notices = notices }));
            Assert.Equal(code, e.Code);
        }

        async Task RefusedAsync(string code, Subscription asked)
        {
            var e = await Assert.ThrowsAsync<SubmissionException>(async () => await Subscriptions(bench).AddAsync(asked));
            Assert.Equal(code, e.Code);
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        }
    }

    private static SubscriptionClient Subscriptions(WorkerBench bench) => bench.Ask<SubscriptionClient>();

    private static Subscription Hook(string target) => new()
    {
        Id = default,
        Org = Orgs.Default,
        Channel = DeliveryChannel.Webhook,
        Target = target,
    };

    private static async ValueTask<DeliveryAnswer> HangAsync(CancellationToken ct)
    {
        await new TaskCompletionSource().Task.WaitAsync(ct);
        return new DeliveryAnswer(DeliveryVerdict.Taken);
    }

    private Task<WorkerBench> StartAsync(DeliveryOptions? options = null, bool work = true) => WorkerBench.StartAsync(headway =>
    {
        headway.Services.AddSingleton(new Script((_, _) => ValueTask.FromResult(Outcome.Completed())));
        headway.AddJobType<Told>("told");
        headway.Services.AddSingleton<IDeliverySender>(_sender);
        if (options is not null)
            headway.Services.AddSingleton(options);
    }, work: work);

    private static Task<IReadOnlyList<Delivery>> UntilAsync(
        WorkerBench bench, Func<IReadOnlyList<Delivery>, bool> so, string what, TimeSpan? step = null) => Eventually.IsThereAsync(
        async () =>
        {
            var page = await Subscriptions(bench).ListDeliveriesAsync(new DeliveryFilter(), new PageRequest(100));
            return so(page.Rows) ? page.Rows : null;
        },
        () => bench.Clock.Advance(step ?? TimeSpan.FromMilliseconds(100)), what);
}
