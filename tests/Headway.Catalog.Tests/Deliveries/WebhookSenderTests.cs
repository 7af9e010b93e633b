using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Headway.Catalog.Deliveries;
using Headway.Deliveries;
using Headway.Model;
using Microsoft.AspNetCore.Http;

namespace Headway.Catalog.Tests.Deliveries;

/// <summary>What goes over the wire, and what is made of the answers of a real server.</summary>
public sealed class WebhookSenderTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OldSecret = "whsec_b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xk";
    private static readonly OutboundOptions Open = new()
    { AllowedHosts = ["127.0.0.1"], PublicUrl = new Uri("https://jobs.test/headway/") };
    private readonly GuardedHttp _http = new(Open);
    private WebhookReceiver _receiver = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public void signature_is_that_of_the_specifications_own_example() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}"""), [Secret]));

    [Fact]
    public async Task receiver_gets_the_job_as_it_ended_signed_with_both_secrets()
    {
        var answer = await SendAsync(Failed(), OldSecret);
        Assert.Equal((DeliveryVerdict.Taken, 200), (answer.Verdict, answer.Status));
        var got = Assert.Single(_receiver.Got);
        Assert.Equal("/hook?x=1", got.Path);
        Assert.True(WebhookReceiver.IsSigned(got, Secret));
        Assert.True(WebhookReceiver.IsSigned(got, OldSecret));
        Assert.False(WebhookReceiver.IsSigned(got with { Body = [.. got.Body, 32] }, Secret));
        Assert.Equal("application/json", got.Headers.ContentType);
        var told = DateTimeOffset.FromUnixTimeSeconds(long.Parse(got.Headers["webhook-timestamp"]!, CultureInfo.InvariantCulture));
        Assert.InRange(TimeProvider.System.GetUtcNow() - told, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));

        using var body = JsonDocument.Parse(got.Body);
        Assert.Equal("job.failed", body.RootElement.GetProperty("type").GetString());
        Assert.Equal("2026-01-01T00:02:00+00:00", body.RootElement.GetProperty("timestamp").GetString());
        var data = body.RootElement.GetProperty("data");
        Assert.Equal($"https://jobs.test/headway/jobs/{Failed().Id}", data.GetProperty("url").GetString());
        Assert.Equal("failed", data.GetProperty("status").GetString());
        var counts = data.GetProperty("counts");
        Assert.Equal((3, 1), (counts.GetProperty("total").GetInt32(), counts.GetProperty("failed").GetInt32()));
        Assert.Equal(60, data.GetProperty("duration_seconds").GetDouble());
        Assert.Equal("broken", data.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal("v", data.GetProperty("labels").GetProperty("k").GetString());
        Assert.Equal(2, data.GetProperty("result").GetProperty("sum").GetInt32());
    }

    [Fact]
    public async Task same_delivery_says_the_same_under_the_same_name_however_often_it_is_sent()
    {
        await SendAsync(Failed(), null, attempts: 1);
        await SendAsync(Failed(), null, attempts: 7);
        Assert.Equal(_receiver.Got[0].Body, _receiver.Got[1].Body);
        Assert.Equal(_receiver.Got[0].Headers["webhook-id"], _receiver.Got[1].Headers["webhook-id"]);
        await SendAsync(Failed() with { Generation = 2 }, null);
        Assert.NotEqual(_receiver.Got[0].Headers["webhook-id"], _receiver.Got[2].Headers["webhook-id"]);
    }

    [Theory]
    [InlineData(204, DeliveryVerdict.Taken)]
    [InlineData(301, DeliveryVerdict.Again)]
    [InlineData(400, DeliveryVerdict.Again)]
    [InlineData(410, DeliveryVerdict.Gone)]
    [InlineData(500, DeliveryVerdict.Again)]
    public async Task verdict_follows_from_the_status_and_redirects_are_not_followed(int status, DeliveryVerdict verdict)
    {
        _receiver.Answer = (_, http) =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = new Uri(_receiver.Address, "/elsewhere").AbsoluteUri;
            return status == 204 ? Task.CompletedTask : http.Response.WriteAsync("no \u0007way", Ct);
        };
        var answer = await SendAsync(Failed());
        Assert.Equal((verdict, status), (answer.Verdict, answer.Status));
        Assert.Equal(verdict == DeliveryVerdict.Taken, answer.Error is null);
        Assert.Equal(status == 204 ? null : "no way", answer.Excerpt);
        Assert.Single(_receiver.Got);
    }

    [Theory]
    [InlineData("120", 120, 120)]
    [InlineData("date", 3300, 3600)]
    [InlineData("soon", null, null)]
    public async Task answer_says_how_long_to_wait(string header, int? least, int? most)
    {
        _receiver.Answer = (_, http) =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = header != "date" ? header
                : TimeProvider.System.GetUtcNow().AddHours(1).ToString("R", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        };
        var wait = (await SendAsync(Failed())).RetryAfter?.TotalSeconds;
        Assert.True(least is null ? wait is null : wait >= least && wait <= most, $"{wait}");
    }

    [Fact]
    public async Task endless_answer_is_cut_and_one_that_breaks_off_is_tried_again()
    {
        _receiver.Answer = async (before, http) =>
        {
            if (before == 1)
            {
                http.Abort();
                return;
            }

            var line = Encoding.UTF8.GetBytes(new string('x', 8000));
            for (var i = 0; i < 1000 && !http.RequestAborted.IsCancellationRequested; i++)
                await http.Response.Body.WriteAsync(line, http.RequestAborted);
        };
        Assert.Equal(2000, (await SendAsync(Failed())).Excerpt!.Length);
        var broken = await SendAsync(Failed());
        Assert.Equal((DeliveryVerdict.Again, (int?)null), (broken.Verdict, broken.Status));
        Assert.EndsWith(".", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task place_where_nobody_answers_is_tried_again_and_one_inside_never()
    {
        var sender = Sender(_http);
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var closed = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        var nobody = await sender.SendAsync(Message(Failed(), null, closed), Ct);
        Assert.Equal((DeliveryVerdict.Again, "Nothing there takes connections."), (nobody.Verdict, nobody.Error));
        using var guarded = new GuardedHttp(new OutboundOptions());
        var inside = await Sender(guarded).SendAsync(Message(Failed(), null, new Uri(_receiver.Address, "/hook").AbsoluteUri), Ct);
        Assert.Equal(DeliveryVerdict.Never, inside.Verdict);
        Assert.Contains("outbound_hosts", inside.Error, StringComparison.Ordinal);
        Assert.Empty(_receiver.Got);
    }

    [Fact]
    public async Task notice_without_a_secret_is_sent_unsigned_and_bad_secrets_are_refused()
    {
        var sender = Sender(_http);
        var message = Message(Failed(), null, new Uri(_receiver.Address, "/hook").AbsoluteUri);
        await sender.SendAsync(message with { Subscription = message.Subscription with { Secret = null } }, Ct);
        Assert.False(Assert.Single(_receiver.Got).Headers.ContainsKey("webhook-signature"));
        Assert.Null(sender.SecretRefusal(sender.NewSecret()!));
        Assert.NotEqual(sender.NewSecret(), sender.NewSecret());
        Assert.All(["", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%", Secret[6..]], bad => Assert.NotNull(sender.SecretRefusal(bad)));
    }

    private static WebhookSender Sender(GuardedHttp http) => new(http, Open, TimeProvider.System);

    private async Task<DeliveryAnswer> SendAsync(EndedJob job, string? old = null, int attempts = 1) =>
        await Sender(_http).SendAsync(Message(job, old, new Uri(_receiver.Address, "/hook?x=1").AbsoluteUri, attempts), Ct);

    private static DeliveryMessage Message(EndedJob job, string? old, string target, int attempts = 1)
    {
        var to = new Subscription
        {
            Id = new Guid("0199a111-0000-7000-8000-000000000001"),
            Org = job.Org,
            Channel = DeliveryChannel.Webhook,
            Target = target,
            Secret = Secret,
            OldSecret = old,
        };
        var delivery = new Delivery
        {
            Id = 1,
            SubscriptionId = to.Id,
            Org = job.Org,
            JobId = job.Id,
            Generation = job.Generation,
            Event = "job.failed",
            Attempts = attempts,
        };
        return new DeliveryMessage(delivery, to, job);
    }

    private static EndedJob Failed() => new()
    {
        Id = new JobId(new Guid("0199a111-0000-7000-8000-000000000002")),
        Org = Orgs.Default,
        Type = "work",
        Name = "Öl <b>",
        Queue = "default",
        Status = JobStatus.Failed,
        Generation = 1,
        Counts = new JobCounts(3, 0, 0, 0, 2, 1, 0, 0),
        Labels = new Dictionary<string, string> { ["k"] = "v" },
        Errors = [new EndedItem(2, "two", "broken", "It broke.")],
        Result = """{"sum":2}""",
        CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        StartedAt = new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero),
        FinishedAt = new DateTimeOffset(2026, 1, 1, 0, 2, 0, TimeSpan.Zero),
    };
}
