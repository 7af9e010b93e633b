using System.Net;
using System.Net.Http.Json;
using Headway.Deliveries;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class DeliveriesApiTests : IAsyncLifetime
{
    private const string Hook = "https://hooks.example.org/in";
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task secret_is_told_when_it_is_made_and_changed_and_never_again()
    {
        using var response = await PostAsync("/api/v1/subscriptions", new SubscriptionRequest
        {
            Webhook = Hook,
            Name = "mine",
            Events = ["failed"],
            Types = [ApiServer.Type],
            Labels = new Dictionary<string, string> { ["k"] = "v" },
        });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var made = await ApiServer.ReadAsync<SubscriptionView>(response);
        Assert.Equal($"/api/v1/subscriptions/{made.Id}", response.Headers.Location!.ToString());
        Assert.StartsWith("whsec_", made.Secret, StringComparison.Ordinal);
        var path = $"/api/v1/subscriptions/{made.Id}";
        Assert.Equivalent(made with { Secret = null }, await _server.GetAsync<SubscriptionView>(path), strict: true);
        var page = await _server.GetAsync<SubscriptionPage>("/api/v1/subscriptions");
        Assert.Null(Assert.Single(page.Subscriptions).Secret);

        using var rotated = await _server.Client.PostAsync($"{path}/secret", null, Ct);
        var changed = await ApiServer.ReadAsync<SubscriptionView>(rotated);
        Assert.NotEqual(made.Secret, changed.Secret);
        Assert.InRange(changed.OldSecretUntil!.Value - changed.ChangedAt, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24.1));
        Assert.DoesNotContain("whsec_", await _server.Client.GetStringAsync(path, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task subscription_is_changed_disabled_and_removed()
    {
        var made = await AddAsync();
        using var edit = await _server.Client.PutAsync(
            $"/api/v1/subscriptions/{made.Id}",
            JsonContent.Create(
                new SubscriptionRequest { Webhook = Hook + "/2", Enabled = false }, WireJson.Default.SubscriptionRequest), Ct);
        var edited = await ApiServer.ReadAsync<SubscriptionView>(edit);
        Assert.Equal((Hook + "/2", false, true, null), (edited.Target, edited.Enabled, edited.Signed, edited.Secret));
        Assert.Equal(["completed", "failed", "cancelled"], edited.Events);
        using var gone = await _server.Client.DeleteAsync($"/api/v1/subscriptions/{made.Id}", Ct);
        Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
        using var none = await _server.Client.GetAsync($"/api/v1/subscriptions/{made.Id}", Ct);
        await ApiServer.ProblemAsync(none, HttpStatusCode.NotFound, "no_such_subscription");
    }

    [Fact]
    public async Task end_of_a_job_is_a_delivery_that_can_be_found_and_sent_again()
    {
        var made = await AddAsync();
        var job = await _server.SubmitAsync(1);
        await _server.WorkAsync(1, ItemState.Failed);
        var page = await _server.GetAsync<DeliveryPage>($"/api/v1/deliveries?job={job.Id}&subscription={made.Id}&status=waiting");
        var one = Assert.Single(page.Deliveries);
        Assert.Equal(("job.failed", job.Id, Hook, 1, 0), (one.Event, one.JobId, one.Target, page.Waiting, one.Attempts));
        Assert.Empty((await _server.GetAsync<DeliveryPage>("/api/v1/deliveries?status=dead")).Deliveries);

        var store = (IDeliveryStore)_server.Store;
        var claim = new DeliveryClaim(Guid.NewGuid(), [DeliveryChannel.Webhook], [], 9, 9, TimeSpan.FromMinutes(1));
        await store.ClaimDeliveriesAsync(claim, Ct);
        using var early = await _server.Client.PostAsync($"/api/v1/deliveries/{one.Id}/redeliver", null, Ct);
        await ApiServer.ProblemAsync(early, HttpStatusCode.Conflict, "not_now");
        var dead = new DeliveryEnd(
            DeliveryState.Dead, TimeSpan.Zero, new DeliveryAnswer(DeliveryVerdict.Never, 500, "<b>no</b>", "It answered 500."));
        await store.RecordDeliveryAsync(one.Id, claim.Call, dead, Ct);
        var shown = await _server.GetAsync<DeliveryView>($"/api/v1/deliveries/{one.Id}");
        Assert.Equal((DeliveryState.Dead, 500, "<b>no</b>"), (shown.Status, shown.AnswerStatus, shown.Answer));
        Assert.Equal(1, (await _server.GetAsync<DeliveryPage>("/api/v1/deliveries")).Dead);
        using var again = await _server.Client.PostAsync($"/api/v1/deliveries/{one.Id}/redeliver", null, Ct);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(DeliveryState.Waiting, (await ApiServer.ReadAsync<DeliveryView>(again)).Status);
    }

    [Fact]
    public async Task test_is_a_ping_whose_fate_can_be_looked_at()
    {
        var made = await AddAsync();
        using var response = await _server.Client.PostAsync($"/api/v1/subscriptions/{made.Id}/test", null, Ct);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var ping = await _server.GetAsync<DeliveryView>(response.Headers.Location!.ToString());
        Assert.Equal(("ping", made.Id, null), (ping.Event, ping.SubscriptionId, ping.JobId));
    }

    [Fact]
    public async Task submission_names_who_is_to_hear_of_its_own_end()
    {
        using var response = await PostJobAsync(
            new JobRequest { Type = ApiServer.Type, Webhook = Hook, WebhookSecret = $"whsec_{new string('a', 40)}" });
        var job = await ApiServer.ReadAsync<JobView>(response);
        var own = Assert.Single((await _server.GetAsync<SubscriptionPage>($"/api/v1/subscriptions?job={job.Id}")).Subscriptions);
        Assert.Equal((Hook, job.Id, true, null), (own.Target, own.JobId, own.Signed, own.Secret));
        await _server.WorkAsync(1);
        var page = await _server.GetAsync<DeliveryPage>($"/api/v1/deliveries?job={job.Id}");
        Assert.Equal("job.completed", Assert.Single(page.Deliveries).Event);
    }

    [Theory]
    [InlineData("http://127.0.0.1/", "bad_webhook")]
    [InlineData("http://169.254.169.254/latest", "bad_webhook")]
    [InlineData("ftp://a.test/", "bad_webhook")]
    [InlineData("https://u:p@a.test/", "bad_webhook")]
    public async Task place_that_may_not_be_told_is_refused_at_once(string url, string code)
    {
        using var subscription = await PostAsync("/api/v1/subscriptions", new SubscriptionRequest { Webhook = url });
        await ApiServer.ProblemAsync(subscription, HttpStatusCode.BadRequest, code);
        using var job = await PostJobAsync(new JobRequest { Type = ApiServer.Type, Webhook = url });
        await ApiServer.ProblemAsync(job, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task wishes_that_cannot_be_are_refused_with_what_they_must_be()
    {
        using var neither = await PostAsync("/api/v1/subscriptions", new SubscriptionRequest());
        await ApiServer.ProblemAsync(neither, HttpStatusCode.BadRequest, "one_target");
        using var both = await PostAsync("/api/v1/subscriptions", new SubscriptionRequest { Webhook = Hook, Mail = "a@b.test" });
        await ApiServer.ProblemAsync(both, HttpStatusCode.BadRequest, "one_target");
        using var mail = await PostAsync("/api/v1/subscriptions", new SubscriptionRequest { Mail = "a@b.test" });
        await ApiServer.ProblemAsync(mail, HttpStatusCode.BadRequest, "no_mail");
        using var word = await PostAsync("/api/v1/subscriptions", new SubscriptionRequest { Webhook = Hook, Events = ["ended"] });
        await ApiServer.ProblemAsync(word, HttpStatusCode.BadRequest, "bad_parameter");
        using var weak = await PostAsync("/api/v1/subscriptions", new SubscriptionRequest { Webhook = Hook, Secret = "whsec_eA==" });
        await ApiServer.ProblemAsync(weak, HttpStatusCode.BadRequest, "bad_secret");
        using var state = await _server.Client.GetAsync("/api/v1/deliveries?status=lost", Ct);
        await ApiServer.ProblemAsync(state, HttpStatusCode.BadRequest, "bad_parameter");
        using var none = await _server.Client.GetAsync("/api/v1/deliveries/17", Ct);
        await ApiServer.ProblemAsync(none, HttpStatusCode.NotFound, "no_such_delivery");
    }

    private async Task<SubscriptionView> AddAsync()
    {
        using var response = await PostAsync("/api/v1/subscriptions", new SubscriptionRequest { Webhook = Hook });
        return await ApiServer.ReadAsync<SubscriptionView>(response);
    }

    private Task<HttpResponseMessage> PostAsync(string path, SubscriptionRequest request) =>
        _server.Client.PostAsync(path, JsonContent.Create(request, WireJson.Default.SubscriptionRequest), Ct);

    private Task<HttpResponseMessage> PostJobAsync(JobRequest request) =>
        _server.Client.PostAsync("/api/v1/jobs", JsonContent.Create(request, WireJson.Default.JobRequest), Ct);
}
