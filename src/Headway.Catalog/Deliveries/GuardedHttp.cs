using System.Net;
using System.Net.Sockets;

namespace Headway.Catalog.Deliveries;

/// <summary>
/// Requests to addresses that somebody else gave: http and https only, no redirects, no proxy, no cookies, and no way into the network
/// this process runs in. What a name means is looked at where the connection is made, so that no answer of a name server is
/// asked for twice.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    private const int FirstFreePort = 1024;
    private readonly OutboundOptions _options;
    private readonly HttpClient _client;

    /// <summary>Connections are kept for two minutes.</summary>
    public GuardedHttp(OutboundOptions options)
    {
        _options = options;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 16 * 1024,
            ConnectCallback = ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Looks at an address before anybody relies on it. What its name means is looked at when it is used.</summary>
    /// <returns>Why it cannot be used, in one sentence; null where it can.</returns>
    public string? Refusal(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Host.Length == 0)
            return "The address must be an absolute URL that begins with http:// or https://.";
        if (url.UserInfo.Length > 0)
            return "The address must not hold a user name or password.";
        if (IsAllowed(url.IdnHost, url.Port))
            return null;
        if (url.Port is not (80 or 443) and < FirstFreePort)
            return $"Port {url.Port} is not one that takes requests: use 80, 443 or one above {FirstFreePort - 1}.";
        return IPAddress.TryParse(url.Host.Trim('[', ']'), out var literal) && !AddressRule.IsPublic(literal)
            ? NotPublic(url.Host, url.Port).Message
            : null;
    }

    /// <summary>Sends a request; the answer's body is not read yet.</summary>
    /// <exception cref="HttpRequestException">There was no answer; its inner exception says where the guard refused.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
        _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private bool IsAllowed(string host, int port) => _options.AllowedHosts.Any(allowed =>
        string.Equals(allowed, host, StringComparison.OrdinalIgnoreCase)
        || string.Equals(allowed, $"{host}:{port}", StringComparison.OrdinalIgnoreCase));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        if (Refusal(context.InitialRequestMessage.RequestUri!.AbsoluteUri) is { } refusal)
            throw new BlockedException(refusal);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal]
            : _options.Resolve is { } resolve ? await resolve(host, ct) : await Dns.GetHostAddressesAsync(host, ct);
        if (!IsAllowed(host, port) && !addresses.All(AddressRule.IsPublic))
            throw NotPublic(host, port);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static BlockedException NotPublic(string host, int port) => new(
        $"{host} is not an address of the public internet, so nothing is sent there; if it is meant to be, name it in the setting "
        + $"'outbound_hosts', e.g. {host}:{port}.");
}
