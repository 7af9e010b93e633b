using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Xunit;
using IPNetwork = System.Net.IPNetwork;

namespace Headway.App.Tests;

/// <summary>What a server does before it can be reached by other machines.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--bind any", "has no TLS")]
    [InlineData("--bind any --open --proxies 10.0.0.0/8", "asks nobody")]
    [InlineData("--bind everywhere", "must be loopback, any, or an address")]
    [InlineData("--proxies gate", "each must be an address")]
    [InlineData("--certificate-key key.pem", "of no use without 'certificate'")]
    [InlineData("--certificate nowhere.pem", "certificate nowhere.pem cannot be used")]
    public async Task what_would_be_unsafe_is_refused_at_the_start_and_said_in_one_sentence(string options, string said)
    {
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, ["serve", "--port", "0", .. options.Split(' ')]);

        Assert.Equal(ExitCode.Usage, await headway.ExitAsync());
        Assert.Contains(said, CommandLineTests.OneSentence(headway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task https_with_a_given_certificate_marks_its_cookie_and_takes_a_renewed_one_without_a_restart()
    {
        var (certificate, key) = (_folder.Of("server.pem"), _folder.Of("server.key"));
        var first = Issue(certificate, key);
        await using var headway = HeadwayProcess.Start(
            _folder.Path, "serve", "--port", "0", "--certificate", certificate, "--certificate-key", key, "--allowed-hosts", "jobs.test");
        var address = await headway.AddressAsync();
        Assert.Equal("https", address.Scheme);

        using (var http = Client(address, first))
        {
            using var answer = await http.GetAsync("/health/live", Ct);
            Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
            var link = new Uri((await headway.LineAsync("Become its owner")).Split(' ')[^1]);
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["owner"] = link.Query.Split('=')[1], ["name"] = "anna" });
            using var signedIn = await http.PostAsync("/sign-in", form, Ct);
            var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
            Assert.StartsWith("__Host-headway=", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        }

        var second = Issue(certificate, key);
        Assert.NotEqual(first, second);
        using var renewed = Client(address, second);
        using var after = await renewed.GetAsync("/health/live", Ct);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task verbs_of_the_same_machine_find_a_server_with_tls()
    {
        var (certificate, key) = (_folder.Of("server.pem"), _folder.Of("server.key"));
        Issue(certificate, key);
        await using var headway = HeadwayProcess.Start(
            _folder.Path, "serve", "--port", "0", "--certificate", certificate, "--certificate-key", key);
        await headway.AddressAsync();

        await using var jobs = await HeadwayProcess.RunAsync(_folder.Path, "jobs", "list", "--json");
        Assert.Equal(ExitCode.Done, await jobs.ExitAsync());
    }

    [Fact]
    public async Task only_a_known_proxy_says_who_calls_and_how()
    {
        await using var trusting = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--proxies", "127.0.0.1,::1", "--data", "a");
        await using var wary = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--proxies", "10.9.9.9", "--data", "b");
        Assert.True(await SaysHttpsAsync(trusting));
        Assert.False(await SaysHttpsAsync(wary));
    }

    [Fact]
    public async Task nobody_from_elsewhere_is_answered_before_there_is_an_owner()
    {
        await using var headway = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--proxies", "127.0.0.1,::1");
        using var http = new HttpClient { BaseAddress = await headway.AddressAsync() };
        using var request = From("203.0.113.7");
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("not_owned", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        using var owner = await headway.HttpAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["owner"] = (await headway.LineAsync("Become its owner")).Split('=')[^1],
            ["name"] = "anna",
        });
        using var signedIn = await owner.PostAsync("/sign-in", form, Ct);
        using var again = From("203.0.113.7");
        using var after = await http.SendAsync(again, Ct);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("11.1.2.3", false)]
    [InlineData("2001:db8::1", false)]
    public void plain_http_is_taken_from_loopback_and_from_known_proxies(string address, bool taken)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        Assert.Equal(taken, Network.IsSafe(http, [IPNetwork.Parse("10.0.0.0/8")]));
        http.Request.Scheme = "https";
        Assert.True(Network.IsSafe(http, []));
    }

    private static async Task<bool> SaysHttpsAsync(HeadwayProcess headway)
    {
        using var http = new HttpClient { BaseAddress = await headway.AddressAsync() };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { { "X-Forwarded-Proto", "https" } } };
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        request.Headers.Host = "127.0.0.1";
        using var answer = await http.SendAsync(request, Ct);
        return answer.Headers.Contains("Strict-Transport-Security");
    }

    private static HttpRequestMessage From(string address) =>
        new(HttpMethod.Get, "/health/live") { Headers = { { "X-Forwarded-For", address } } };

    private static HttpClient Client(Uri address, string thumbprint)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == thumbprint,
            },
        };
        var http = new HttpClient(handler) { BaseAddress = address };
        http.DefaultRequestHeaders.Host = "jobs.test";
        return http;
    }

    /// <summary>Writes a certificate that signs itself.</summary>
    /// <returns>Its thumbprint.</returns>
    private static string Issue(string certificate, string key)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=jobs.test", pair, HashAlgorithmName.SHA256);
        using var issued = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificate, issued.ExportCertificatePem());
        return issued.Thumbprint;
    }
}
