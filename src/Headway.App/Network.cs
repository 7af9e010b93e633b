using System.Net;
using System.Net.Sockets;
using Headway.Store;
using Headway.Web.Api;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using IPNetwork = System.Net.IPNetwork;

namespace Headway.App;

/// <summary>
/// Where the server listens, and whom it answers there. On loopback anybody; beyond it only over TLS, its own or that of a proxy that is
/// known, and only once somebody owns the installation.
/// </summary>
internal static class Network
{
    private const string Year = "max-age=31536000";

    /// <summary>Refuses settings that would put a server on a network without what protects it there.</summary>
    /// <exception cref="StopException">They would; says what to do.</exception>
    public static void Check(Settings settings)
    {
        if (settings.CertificateKey is not null && settings.Certificate is null)
            throw new StopException(ExitCode.Usage, "The setting 'certificate_key' is of no use without 'certificate'.");
        if (settings.IsOnLoopback)
            return;
        if (settings.Access == Access.Open)
            throw Unsafe("asks nobody who they are; leave out --open");
        if (settings.Certificate is null && settings.Proxies.Count == 0)
            throw Unsafe("has no TLS; give it a certificate, or name the proxies that have one with 'proxies'");

        StopException Unsafe(string why) => new(
            ExitCode.Usage, $"A server bound to {settings.Bind} can be reached from other machines, and this one {why}.");
    }

    /// <summary>
    /// Listens. Where it is not plain HTTP on loopback that is asked for, that is opened beside it at a free port: for the verbs of
    /// this machine, which find it through the data folder.
    /// </summary>
    /// <exception cref="StopException">The certificate cannot be read.</exception>
    public static void Listen(KestrelServerOptions kestrel, Settings settings)
    {
        var certificate = settings.Certificate is { } file ? ServerCertificate.Load(file, settings) : null;
        if (settings.IsOnLoopback && certificate is null)
        {
            if (settings.Port == 0)
                kestrel.Listen(IPAddress.Loopback, 0);
            else
                kestrel.ListenLocalhost(settings.Port);
            return;
        }

        kestrel.Listen(IPAddress.Loopback, 0);
        if (settings.Bind is { } address)
            kestrel.Listen(address, settings.Port, Secure);
        else if (settings.Port == 0)
            kestrel.Listen(IPAddress.Loopback, 0, Secure);
        else
            kestrel.ListenLocalhost(settings.Port, Secure);

        void Secure(ListenOptions options)
        {
            if (certificate is not null)
                options.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Now());
        }
    }

    /// <summary>Answers strangers only as <see cref="Check"/> promised; before anything else that answers.</summary>
    public static void Guard(WebApplication app, Settings settings)
    {
        if (settings.Proxies.Count > 0)
        {
            app.Use((http, next) => IsSafe(http, settings.Proxies) ? next(http) : Problems.WriteAsync(http, Problems.Make(
                StatusCodes.Status403Forbidden, "not_by_proxy", "This server has no TLS of its own here; reach it through its proxy.")));
            app.UseForwardedHeaders(Trusting(settings.Proxies));
        }

        if (settings.Access == Access.People)
            GuardUnowned(app);
        app.Use((http, next) =>
        {
            if (http.Request.IsHttps && http.Request.Host.Host != "localhost") // there it would hold for every program's port
                http.Response.Headers.StrictTransportSecurity = Year;
            return next(http);
        });
    }

    /// <summary>Its addresses as people and as this machine's verbs use them.</summary>
    public static (string People, string Verbs) Addresses(IEnumerable<string> bound)
    {
        var all = bound.ToList();
        return (all[^1], all.Find(one => one.StartsWith("http:", StringComparison.Ordinal)) ?? all[0]);
    }

    internal static bool IsSafe(HttpContext http, IReadOnlyList<IPNetwork> proxies) =>
        http.Request.IsHttps || http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
        || proxies.Any(proxy => proxy.Contains(Plain(address)));

    private static void GuardUnowned(WebApplication app)
    {
        var owned = false;
        app.Use(async (http, next) =>
        {
            var near = http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
            if (!near && !owned)
                owned = await app.Services.GetRequiredService<IPeopleStore>().HasOwnerAsync(http.RequestAborted);
            if (near || owned)
                await next(http);
            else
                await Problems.WriteAsync(http, Problems.Make(
                    StatusCodes.Status503ServiceUnavailable, "not_owned",
                    "Nobody owns this installation yet. Become its owner on the server's own machine, by the link its start printed."));
        });
    }

    private static ForwardedHeadersOptions Trusting(IReadOnlyList<IPNetwork> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null, // as many as are known, one after the other
        };
        options.KnownProxies.Clear(); // loopback among them: whoever runs a proxy here names it
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            options.KnownIPNetworks.Add(proxy);
        return options;
    }

    /// <summary>An IPv4 address as it is, where a socket for both calls it an IPv6 one.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
