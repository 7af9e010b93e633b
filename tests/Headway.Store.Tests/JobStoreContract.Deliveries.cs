using Headway.Deliveries;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private static readonly TimeSpan SendLease = TimeSpan.FromMinutes(1);

    private IDeliveryStore Deliveries => (IDeliveryStore)_under.Store;

    [Theory]
    [InlineData(ItemState.Completed, "job.completed")]
    [InlineData(ItemState.Failed, "job.failed")]
    public async Task end_of_a_job_is_written_once_for_each_subscription_that_fits(ItemState state, string told)
    {
        var wants = await SubscribeAsync();
        var other = await SubscribeAsync(to => to with { Types = ["other", "works"] });
        await SubscribeAsync(to => to with { Org = "elsewhere" });
        await SubscribeAsync(to => to with { Enabled = false });
        var picky = await SubscribeAsync(to => to with { Types = ["a", "work"], Events = [JobStatus.Failed, JobStatus.Cancelled] });
        var id = await EnqueueAsync(NewJob());
        Assert.Empty(await DeliveriesAsync());
        await WorkOffAsync(await SessionAsync(), _ => state);
        Guid[] expected = state == ItemState.Failed ? [wants, picky] : [wants];
        var written = await DeliveriesAsync();
        Assert.Equal(expected.Order(), written.Select(delivery => delivery.SubscriptionId).Order());
        Assert.All(written, delivery => Assert.Equal(
            (id, 1, told, DeliveryState.Waiting, 0),
            (delivery.JobId, delivery.Generation, delivery.Event, delivery.State, delivery.Attempts)));
        await EnqueueAsync(NewJob(type: "other"));
        await WorkOffAsync(await SessionAsync(), lane: Work with { Type = "other" });
        Assert.Contains(await DeliveriesAsync(), delivery => delivery.SubscriptionId == other);
    }

    [Fact]
    public async Task cancelled_jobs_are_told_and_so_are_those_that_a_dead_worker_failed()
    {
        await SubscribeAsync();
        var cancelled = await EnqueueAsync(NewJob(items: 3));
        await _store.ControlAsync(cancelled, JobControl.Cancel, "ann", Ct);
        await _store.ControlAsync(cancelled, JobControl.Cancel, "ann", Ct);
        var lost = await EnqueueAsync(NewJob(maxAttempts: 1));
        await ClaimOneAsync(await SessionAsync());
        await AdvanceAsync(Lease * 2);
        await _store.ReapAsync(Ct);
        Assert.Equal(
            [(lost, "job.failed"), (cancelled, "job.cancelled")],
            (await DeliveriesAsync()).Select(delivery => (delivery.JobId!.Value, delivery.Event)));
    }

    [Fact]
    public async Task every_life_of_a_job_has_an_end_of_its_own()
    {
        await SubscribeAsync();
        var id = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => no == 2 ? ItemState.Failed : ItemState.Completed);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 2, null, Ct));
        Assert.Single(await DeliveriesAsync());
        await WorkOffAsync(session);
        Assert.Equal([(2, "job.completed"), (1, "job.completed")],
            (await DeliveriesAsync()).Select(delivery => (delivery.Generation, delivery.Event)));
        var messages = await SendAllAsync();
        Assert.Equal([1, 0], messages.Select(message => message.Job!.Counts.Failed));
        Assert.Equal(2, messages.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task labels_choose_and_all_of_them_must_be_there()
    {
        var prod = await SubscribeAsync(to => to with
        { Labels = new Dictionary<string, string> { ["env"] = "prod", ["team"] = "b'\"lue" } });
        await SubscribeAsync(to => to with { Labels = new Dictionary<string, string> { ["env"] = "test" } });
        foreach (var labels in (Dictionary<string, string>?[])[null, new() { ["env"] = "prod" },
            new() { ["env"] = "prod", ["team"] = "b'\"lue", ["x"] = "y" }])
        {
            var job = NewJob();
            await EnqueueAsync(job with { Job = job.Job with { Labels = labels } });
        }

        await WorkOffAsync(await SessionAsync());
        Assert.Equal(prod, Assert.Single(await DeliveriesAsync()).SubscriptionId);
    }

    [Fact]
    public async Task notices_of_a_submission_hear_of_that_job_alone_and_are_kept_once()
    {
        var job = NewJob();
        Notice[] given = [new(DeliveryChannel.Webhook, "https://a.test/x", "whsec_1"), new(DeliveryChannel.Mail, "a@b.test")];
        job = job with { Job = job.Job with { Notices = given } };
        await EnqueueAsync(job);
        await EnqueueAsync(job);
        await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync());
        var notices = (await Deliveries.ListSubscriptionsAsync(null, job.Id, new PageRequest(10), Ct)).Rows;
        Assert.Equal(["a@b.test", "https://a.test/x"], notices.Select(notice => notice.Target).Order());
        Assert.Empty((await Deliveries.ListSubscriptionsAsync(null, null, new PageRequest(10), Ct)).Rows);
        var messages = await SendAllAsync();
        Assert.Equal([(job.Id, null), (job.Id, "whsec_1")],
            messages.Select(message => (message.Job!.Id, message.Subscription.Secret)).OrderBy(pair => pair.Secret));
    }

    [Fact]
    public async Task delivery_tells_the_job_as_it_ended_whatever_becomes_of_it()
    {
        await SubscribeAsync();
        var job = NewJob(items: 8, name: "Öl \"x\"", createdBy: "ann", queue: "q");
        var labels = new Dictionary<string, string> { ["k"] = "v" };
        var id = await EnqueueAsync(job with { Job = job.Job with { Labels = labels, Source = JobSource.Cli } });
        var session = await SessionAsync();
        await WorkOffAsync(session, no => no == 1 ? ItemState.Completed : ItemState.Failed, Work with { Queue = "q" });
        var ended = await JobAsync(id);
        await _store.RetryItemAsync(id, 2, null, Ct);
        var told = Assert.Single(await SendAllAsync()).Job!;
        Assert.Equal(
            (id, "work", "Öl \"x\"", "ann", "q", JobSource.Cli),
            (told.Id, told.Type, told.Name, told.CreatedBy, told.Queue, told.Source));
        Assert.Equal((ended.CreatedAt, ended.StartedAt, ended.FinishedAt), (told.CreatedAt, told.StartedAt, told.FinishedAt));
        Assert.Equal((8, 1, 7), (told.Counts.Total, told.Counts.Completed, told.Counts.Failed));
        Assert.Equal(Enumerable.Range(2, 5).Select(no => new EndedItem(no, $"item {no}", "broken", $"Item {no} broke.")), told.Errors);
        Assert.Equal("v", told.Labels["k"]);
        Assert.Null(told.Fault);
    }

    [Fact]
    public async Task simple_job_tells_its_fault_or_its_result_unless_that_is_long()
    {
        await SubscribeAsync();
        await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync());
        Assert.Equal("""{"out":1}""", Assert.Single(await SendAllAsync()).Job!.Result);
        await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync(), _ => ItemState.Failed);
        var failed = (await SendAllAsync()).Single(message => message.Delivery.Event == "job.failed").Job!;
        Assert.Equal(("broken", 1, null), (failed.Fault!.Code, failed.Counts.Failed, failed.Result));
        await EnqueueAsync(NewJob());
        var chunk = await ClaimOneAsync(await SessionAsync());
        var long1 = Outcome(1, ItemState.Completed) with { Output = $"\"{new string('x', 17_000)}\"" };
        await FinishAsync(new FinishedChunk(chunk.Key, [long1], [], [], new ChunkUsage(TimeSpan.FromSeconds(1))));
        Assert.Null((await SendAllAsync()).MaxBy(message => message.Delivery.Id)!.Job!.Result);
    }

    [Fact]
    public async Task dry_runs_are_told_to_their_own_notices_alone()
    {
        await SubscribeAsync();
        var job = NewJob(plan: true);
        job = job with { Job = job.Job with { DryRun = true, Notices = [new(DeliveryChannel.Mail, "a@b.test")] } };
        await EnqueueAsync(job);
        await WorkOffAsync(await SessionAsync());
        Assert.Equal(JobStatus.Completed, (await JobAsync(job.Id)).Status);
        var told = Assert.Single(await SendAllAsync());
        Assert.Equal((DeliveryChannel.Mail, true), (told.Subscription.Channel, told.Job!.DryRun));
    }

    [Fact]
    public async Task jobs_that_are_deleted_are_told_all_the_same_and_their_notices_go_with_the_last_delivery()
    {
        var job = NewJob();
        job = job with { Job = job.Job with { Notices = [new(DeliveryChannel.Mail, "a@b.test")] } };
        await EnqueueAsync(job);
        await WorkOffAsync(await SessionAsync());
        await Archives.DeleteAsync([new Departure(job.Id, (await JobAsync(job.Id)).Seq, null)], null, Ct);
        while (await Archives.PurgeAsync(100, Ct) > 0)
            await AdvanceAsync(Tick);
        Assert.Equal(job.Id, Assert.Single(await SendAllAsync()).Job!.Id);
        Assert.Equal(0, await Deliveries.PruneDeliveriesAsync(TimeSpan.FromDays(7), TimeSpan.FromDays(30), 10, Ct));
        Assert.Single((await Deliveries.ListSubscriptionsAsync(null, job.Id, new PageRequest(10), Ct)).Rows);
        await AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Equal(1, await Deliveries.PruneDeliveriesAsync(TimeSpan.FromDays(7), TimeSpan.FromDays(30), 10, Ct));
        Assert.Empty((await Deliveries.ListSubscriptionsAsync(null, job.Id, new PageRequest(10), Ct)).Rows);
        Assert.Empty(await DeliveriesAsync());
    }

    private async ValueTask<Guid> SubscribeAsync(Func<Subscription, Subscription>? change = null)
    {
        var to = new Subscription
        {
            Id = _ids.NextCall(),
            Org = Orgs.Default,
            Channel = DeliveryChannel.Webhook,
            Target = "https://a.test/hook",
            Lane = "https://a.test:443",
            Events = Subscription.AllEvents,
            Secret = "whsec_c2VjcmV0",
        };
        to = change?.Invoke(to) ?? to;
        await Deliveries.AddSubscriptionAsync(to, Ct);
        return to.Id;
    }

    private async ValueTask<IReadOnlyList<Delivery>> DeliveriesAsync(DeliveryFilter? filter = null) =>
        (await Deliveries.ListDeliveriesAsync(filter ?? new DeliveryFilter(), new PageRequest(100), Ct)).Rows;

    private DeliveryClaim Claim(Guid? call = null, int most = 100, int each = 100, params string[] except) => new(
        call ?? _ids.NextCall(), [DeliveryChannel.Webhook, DeliveryChannel.Mail], except, most, each, SendLease);

    /// <summary>Takes all that is due and says it was taken.</summary>
    private async ValueTask<IReadOnlyList<DeliveryMessage>> SendAllAsync()
    {
        var claim = Claim();
        var messages = (await Deliveries.ClaimDeliveriesAsync(claim, Ct)).Messages;
        foreach (var message in messages)
        {
            var sent = new DeliveryEnd(DeliveryState.Sent, TimeSpan.Zero, new DeliveryAnswer(DeliveryVerdict.Taken, 200, "ok"));
            Assert.True(await Deliveries.RecordDeliveryAsync(message.Delivery.Id, claim.Call, sent, Ct));
        }

        return messages;
    }
}
