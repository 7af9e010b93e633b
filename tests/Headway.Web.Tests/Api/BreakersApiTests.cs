using System.Net;
using System.Text;
using Headway.Machine;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class BreakersApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_person_stops_calls_and_lets_them_go_on()
    {
        using var opened = await SendAsync("open", """{"destination": "https://llm.example/v1", "reason": "invoice"}""");
        var open = Assert.Single((await _server.GetAsync<BreakerList>("/api/v1/breakers")).Breakers);
        var other = await _server.GetAsync<BreakerList>("/api/v1/breakers?org=acme");
        using var closed = await SendAsync("close", """{"destination": "https://llm.example/v1", "reason": "paid"}""");
        using var again = await SendAsync("close", """{"destination": "https://llm.example/v1"}""");
        var shut = Assert.Single((await _server.GetAsync<BreakerList>("/api/v1/breakers")).Breakers);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (opened.StatusCode, closed.StatusCode));
        Assert.Equal(("https://llm.example/v1", BreakerState.Open, "invoice"), (open.Destination, open.State, open.Reason));
        Assert.NotNull(open.OpenedAt);
        Assert.Empty(other.Breakers);
        await ApiServer.ProblemAsync(again, HttpStatusCode.NotFound, "not_open");
        Assert.Equal((BreakerState.Closed, "paid"), (shut.State, shut.Reason));
    }

    [Fact]
    public async Task what_failed_is_shown_and_a_waiting_job_says_why()
    {
        var job = await _server.SubmitAsync(1);
        var calls = new CallCount(Orgs.Default, "smtp.example.org", ApiServer.Type, 30, 20, 4);
        await _server.Breakers.CountCallsAsync([calls], new BreakerRule(), Ct);

        var one = Assert.Single((await _server.GetAsync<BreakerList>("/api/v1/breakers")).Breakers);
        var why = await _server.GetAsync<WhyView>($"/api/v1/jobs/{job.Id}/why");

        Assert.Equal((BreakerState.Open, 30, 20, 4, "20 of 30 calls failed"), (one.State, one.Calls, one.Faults, one.Refused, one.Reason));
        Assert.Equal([ApiServer.Type], one.Types);
        Assert.NotNull(one.ProbeAt);
        Assert.Contains(why.Reasons, reason => reason.Code == "circuit_open");
    }

    [Theory]
    [InlineData("""{"destination": " "}""", "bad_name")]
    [InlineData("""{"reason": "x"}""", "bad_json")]
    [InlineData("""{""", "bad_json")]
    public async Task a_breaker_that_cannot_be_is_refused(string body, string code)
    {
        using var response = await SendAsync("open", body);
        await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, code);
    }

    private async Task<HttpResponseMessage> SendAsync(string verb, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/breakers/{verb}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _server.Client.SendAsync(request, Ct);
    }
}
