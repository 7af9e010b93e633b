using System.Net;
using Microsoft.Extensions.Primitives;

namespace Headway.Web.Api;

/// <summary>
/// What every request passes first. It keeps out the person's own browser working for somebody else's page: by a name that resolves to
/// 127.0.0.1 (DNS rebinding), or by a form or script of another site. Who may do what is decided after it.
/// </summary>
public static class Guards
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>
    /// Adds the security headers, and refuses requests by foreign names and cross-site writes, with a problem that says why.
    /// </summary>
    /// <param name="app">The pipeline; call this before anything that answers.</param>
    /// <param name="allowedHosts">Names this server may be called by besides loopback's, without port; empty for none.</param>
    public static IApplicationBuilder UseHeadwayGuards(this IApplicationBuilder app, params string[] allowedHosts)
    {
        string[] hosts = [.. Loopback, .. allowedHosts];
        return app.Use((http, next) =>
        {
            AddHeaders(http.Response.Headers);
            return Refusal(http.Request, hosts) is { } refusal ? Problems.WriteAsync(http, refusal) : next(http);
        });
    }

    internal static void AddHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static Contracts.ProblemView? Refusal(HttpRequest request, string[] hosts)
    {
        if (!IsAllowed(request.Host, hosts))
        {
            return Problems.Make(
                StatusCodes.Status421MisdirectedRequest, "foreign_host",
                "This server answers to localhost and 127.0.0.1 alone; add other names with HEADWAY_ALLOWED_HOSTS.");
        }

        return Writes(request) && IsCrossSite(request)
            ? Problems.Make(
                StatusCodes.Status403Forbidden, "cross_site",
                "This request comes from another site's page; send it from the dashboard, the command line or a program.")
            : null;
    }

    private static bool IsAllowed(HostString host, string[] hosts) =>
        hosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase)
        || host.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool Writes(HttpRequest request) =>
        request.HttpContext.WebSockets.IsWebSocketRequest
        || request.Headers.Upgrade.Count > 0
        || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    private static bool IsCrossSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (!StringValues.IsNullOrEmpty(site) && site != "same-origin" && site != "none")
            return true;
        var origin = request.Headers.Origin;
        return !StringValues.IsNullOrEmpty(origin)
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                || !string.Equals(uri.Authority, Authority(request), StringComparison.OrdinalIgnoreCase));
    }

    private static string Authority(HttpRequest request)
    {
        var port = request.Scheme == "https" ? ":443" : ":80";
        var host = request.Host.Value ?? "";
        return host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host;
    }
}
