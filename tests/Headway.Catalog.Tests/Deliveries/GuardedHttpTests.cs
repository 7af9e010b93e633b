using System.Net;
using Headway.Catalog.Deliveries;

namespace Headway.Catalog.Tests.Deliveries;

/// <summary>No way of writing an address leads a request into the network this process runs in.</summary>
public sealed class GuardedHttpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Inside => [.. Forms.Select(form => form)];

    private static readonly string[] Forms =
    [
        "http://127.0.0.1:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/", "http://2130706433:PORT/", "http://0x7f000001:PORT/",
        "http://0x7f.0.0.1:PORT/", "http://0x7f.1:PORT/", "http://0177.0.0.1:PORT/", "http://017700000001:PORT/", "http://0:PORT/",
        "http://0.0.0.0:PORT/", "http://127.0.0.2:PORT/", "http://127.255.255.254:PORT/", "http://127.0.0.1.:PORT/",
        "http://localhost:PORT/", "http://LOCALHOST:PORT/", "http://localhost.:PORT/", "http://a.localhost:PORT/", "http://[::1]:PORT/",
        "http://[::]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/",
        "http://[::127.0.0.1]:PORT/", "http://[64:ff9b::127.0.0.1]:PORT/", "http://[64:ff9b::7f00:1]:PORT/",
        "http://[2002:7f00:1::]:PORT/", "http://[2001::1]:PORT/", "http://[2001:db8::1]:PORT/", "http://[fe80::1]:PORT/",
        "http://[fe80::1%25lo]:PORT/", "http://[fc00::1]:PORT/", "http://[fd12:3456:789a::1]:PORT/", "http://[ff02::1]:PORT/",
        "http://[3fff::1]:PORT/", "http://[100::1]:PORT/", "http://[5f00::1]:PORT/", "http://10.0.0.1:PORT/", "http://10.255.255.255:PORT/",
        "http://172.16.0.1:PORT/", "http://172.31.255.255:PORT/", "http://192.168.0.1:PORT/", "http://192.168.255.255:PORT/",
        "http://100.64.0.1:PORT/", "http://100.127.255.255:PORT/", "http://169.254.169.254/latest/meta-data/",
        "http://169.254.169.254:PORT/", "http://[fd00:ec2::254]/", "http://[::ffff:169.254.169.254]/", "http://192.0.0.192:PORT/",
        "http://192.0.2.1:PORT/", "http://198.18.0.1:PORT/", "http://198.51.100.1:PORT/", "http://203.0.113.1:PORT/",
        "http://192.88.99.1:PORT/", "http://224.0.0.1:PORT/", "http://240.0.0.1:PORT/", "http://255.255.255.255:PORT/",
        "http://①②⑦.⓪.⓪.①:PORT/", "http://ⓛocalhost:PORT/", "http://user:word@127.0.0.1:PORT/", "http://public.test@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT#@public.test/", "http://127.0.0.1:PORT?@public.test/", @"http://127.0.0.1:PORT\@public.test/",
        "https://127.0.0.1:PORT/", "ftp://127.0.0.1:PORT/", "file:///etc/passwd", "gopher://127.0.0.1:PORT/", "http:///",
        "//127.0.0.1:PORT/",
        "/relative", "javascript:alert(1)", "data:text/plain,x", "http://8.8.8.8:25/", "http://8.8.8.8:22/", "unix:///var/run/x.sock",
    ];

    [Theory, MemberData(nameof(Inside))]
    public async Task nothing_that_is_inside_is_reached(string form)
    {
        await using var canary = await WebhookReceiver.StartAsync();
        using var http = new GuardedHttp(new OutboundOptions());
        var address = form.Replace("PORT", $"{canary.Address.Port}", StringComparison.Ordinal);
        if (http.Refusal(address) is { } refusal)
        {
            Assert.EndsWith(".", refusal, StringComparison.Ordinal);
        }
        else
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, Ct));
        }

        Assert.Empty(canary.Got);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("8.8.8.8", "127.0.0.1")]
    [InlineData("8.8.8.8", "::1")]
    [InlineData("::ffff:10.0.0.1")]
    public async Task name_that_means_an_address_inside_is_refused_when_it_is_used(params string[] addresses)
    {
        await using var canary = await WebhookReceiver.StartAsync();
        using var http = new GuardedHttp(Resolving([.. addresses.Select(IPAddress.Parse)]));
        var url = $"http://hooks.test:{canary.Address.Port}/";
        Assert.Null(http.Refusal(url));
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        var e = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, Ct));
        Assert.IsType<BlockedException>(e.InnerException);
        Assert.Empty(canary.Got);
    }

    [Fact]
    public async Task name_that_changes_its_mind_is_asked_once_a_connection_and_connected_to_what_was_looked_at()
    {
        await using var canary = await WebhookReceiver.StartAsync();
        var asked = 0;
        using var http = new GuardedHttp(new OutboundOptions
        {
            Resolve = (_, _) => ValueTask.FromResult<IPAddress[]>(
                [IPAddress.Parse(Interlocked.Increment(ref asked) == 1 ? "192.0.2.77" : "127.0.0.1")]),
        });
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://hooks.test:{canary.Address.Port}/");
            await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, Ct));
        }

        Assert.Equal(2, asked);
        Assert.Empty(canary.Got);
    }

    [Theory]
    [InlineData("hooks.test", true)]
    [InlineData("HOOKS.test", true)]
    [InlineData("hooks.test:PORT", true)]
    [InlineData("hooks.test:1", false)]
    [InlineData("test", false)]
    [InlineData("other.hooks.test", false)]
    public async Task host_that_was_named_may_be_inside(string named, bool may)
    {
        await using var canary = await WebhookReceiver.StartAsync();
        var allowed = named.Replace("PORT", $"{canary.Address.Port}", StringComparison.Ordinal);
        using var http = new GuardedHttp(Resolving([IPAddress.Loopback]) with { AllowedHosts = [allowed] });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://hooks.test:{canary.Address.Port}/");
        if (may)
            (await http.SendAsync(request, Ct)).Dispose();
        else
            await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, Ct));
        Assert.Equal(may ? 1 : 0, canary.Got.Count);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("1.1.1.1", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.128.0.0", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("2a00:1450::1", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("fec0::1", false)]
    [InlineData("2002:808:808::1", false)]
    public void public_addresses_are_told_from_others(string address, bool isPublic) =>
        Assert.Equal(isPublic, AddressRule.IsPublic(IPAddress.Parse(address)));

    private static OutboundOptions Resolving(IPAddress[] addresses) =>
        new() { Resolve = (_, _) => ValueTask.FromResult(addresses) };
}
