using System.Diagnostics.CodeAnalysis;
using Headway.Catalog.Deliveries;
using Headway.Client;
using Headway.Deliveries;
using Headway.Handlers;
using Headway.Model;
using Headway.Sim;
using Headway.Store;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Headway.Catalog.Tests.Deliveries;

/// <summary>From the end of a job to a real server, in an engine on virtual time.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class WebhookDeliveryTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly SimClock _clock = new();

    [Fact]
    public async Task server_that_fails_first_gets_the_same_message_until_it_takes_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (before, http) =>
        {
            http.Response.StatusCode = before switch { 0 => 503, 1 => 500, _ => 202 };
            return Task.CompletedTask;
        };
        using var store = new SimStore(_clock);
        using var host = await StartAsync(store);
        var job = await SubmitAsync(host, new Uri(receiver.Address, "/done").AbsoluteUri);
        var sent = await UntilAsync(store, one => one.State == DeliveryState.Sent);
        Assert.Equal((3, 202, null), (sent.Attempts, sent.Status, sent.Error));
        Assert.Equal(3, receiver.Got.Count);
        Assert.All(receiver.Got, got => Assert.True(WebhookReceiver.IsSigned(got, Secret)));
        Assert.Single(receiver.Got.Select(got => got.Headers["webhook-id"].ToString()).Distinct());
        Assert.Single(receiver.Got.Select(got => Convert.ToHexString(got.Body)).Distinct());
        Assert.Equal(3, receiver.Got.Select(got => got.Headers["webhook-timestamp"].ToString()).Distinct().Count());
        Assert.Contains($"{job}", System.Text.Encoding.UTF8.GetString(receiver.Got[0].Body), StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public async Task node_that_died_after_the_server_took_it_has_it_sent_again_under_the_same_name()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var store = new SimStore(_clock);
        using (var first = await StartAsync(store, new Dying()))
        {
            await SubmitAsync(first, new Uri(receiver.Address, "/done").AbsoluteUri);
            await UntilAsync(store, _ => receiver.Got.Count == 1); // and then it hangs: nothing is ever recorded
            Assert.Equal(DeliveryState.Waiting, (await UntilAsync(store, _ => true)).State);
            using var second = await StartAsync(store, worker: false);
            var sent = await UntilAsync(store, one => one.State == DeliveryState.Sent);
            Assert.Equal(2, sent.Attempts);
            await second.StopAsync();
        }

        Assert.Equal(2, receiver.Got.Count);
        Assert.Single(receiver.Got.Select(got => got.Headers["webhook-id"].ToString()).Distinct());
    }

    [Fact]
    public async Task server_that_wants_nothing_more_is_left_alone()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (_, http) =>
        {
            http.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        using var store = new SimStore(_clock);
        using var host = await StartAsync(store);
        var subscriptions = host.Services.GetRequiredService<SubscriptionClient>();
        var to = await subscriptions.AddAsync(new Subscription
        {
            Id = default,
            Org = Orgs.Default,
            Channel = DeliveryChannel.Webhook,
            Target = receiver.Address.AbsoluteUri,
        });
        await SubmitAsync(host, null);
        await UntilAsync(store, one => one is { State: DeliveryState.Dead, Status: 410 });
        Assert.False((await subscriptions.GetAsync(to.Id))!.Enabled);
        await host.StopAsync();
    }

    private async Task<IHost> StartAsync(SimStore store, IDeliverySender? instead = null, bool worker = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(new IdSource(_clock, new Random(worker ? 1 : 2)));
        builder.Services.AddSimStore(store);
        builder.Services.AddHeadway(headway =>
        {
            headway.AddJobType<Quick>("quick");
            if (instead is not null)
                headway.Services.AddSingleton(instead);
            else
                headway.AddWebhooks(new OutboundOptions { AllowedHosts = ["127.0.0.1"] });
            headway.Services.AddSingleton(new DeliveryOptions { Timeout = TimeSpan.FromMinutes(2) });
            if (worker)
                headway.AddWorker(new WorkerOptions { Slots = 1 });
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static ValueTask<JobId> SubmitAsync(IHost host, string? webhook) => host.Services.GetRequiredService<JobClient>().EnqueueAsync(
        new NewJob { Type = "quick", Notices = webhook is null ? null : [new Notice(DeliveryChannel.Webhook, webhook, Secret)] });

    /// <summary>Lets virtual time run until the one delivery is so.</summary>
    private async Task<Delivery> UntilAsync(SimStore store, Func<Delivery, bool> so)
    {
        return await Eventually.IsThereAsync(async () =>
        {
            var page = await store.ListDeliveriesAsync(new DeliveryFilter(), new PageRequest(10), CancellationToken.None);
            return page.Rows is [var one] && so(one) ? one : null;
        }, () => _clock.Advance(TimeSpan.FromMilliseconds(100)));
    }

    private sealed class Quick : IJobHandler
    {
        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed());
    }

    /// <summary>Sends, and then never comes back to say so.</summary>
    private sealed class Dying : IDeliverySender, IDisposable
    {
        private readonly GuardedHttp _http = new(new OutboundOptions { AllowedHosts = ["127.0.0.1"] });

        public DeliveryChannel Channel => DeliveryChannel.Webhook;

        public string? Refusal(string target) => null;

        public string? NewSecret() => null;

        public string? SecretRefusal(string secret) => null;

        public async ValueTask<DeliveryAnswer> SendAsync(DeliveryMessage message, CancellationToken ct)
        {
            await new WebhookSender(_http, new OutboundOptions(), TimeProvider.System).SendAsync(message, CancellationToken.None);
            await new TaskCompletionSource().Task.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
            throw new InvalidOperationException("Nobody comes here.");
        }

        public void Dispose() => _http.Dispose();
    }
}
