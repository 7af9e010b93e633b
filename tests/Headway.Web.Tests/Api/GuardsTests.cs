using System.Net;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class GuardsTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task a_name_that_is_not_this_machine_is_refused(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs");
        request.Headers.Host = $"{host}:{_server.Address.Port}";

        using var response = await _server.Client.SendAsync(request, Ct);

        if (expected == HttpStatusCode.OK)
            Assert.Equal(expected, response.StatusCode);
        else
            await ApiServer.ProblemAsync(response, expected, "foreign_host");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://attacker.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    public async Task a_write_from_another_sites_page_is_refused(string header, string value)
    {
        var job = await _server.SubmitAsync(1);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/jobs/{job.Id}/cancel");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await _server.Client.SendAsync(request, Ct);

        await ApiServer.ProblemAsync(response, HttpStatusCode.Forbidden, "cross_site");
    }

    [Fact]
    public async Task a_write_from_our_own_page_is_taken()
    {
        var job = await _server.SubmitAsync(1);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/jobs/{job.Id}/cancel");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        request.Headers.TryAddWithoutValidation("Origin", _server.Address.GetLeftPart(UriPartial.Authority));

        using var response = await _server.Client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task every_answer_has_the_security_headers()
    {
        foreach (var path in new[] { "/api/v1/jobs", "/api/v1/jobs/none", "/health/live" })
        {
            using var response = await _server.Client.GetAsync(path, Ct);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        }
    }
}
