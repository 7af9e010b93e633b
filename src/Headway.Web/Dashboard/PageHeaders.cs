namespace Headway.Web.Dashboard;

/// <summary>What a browser may do with the dashboard's pages: docs/decisions/0007-csp-and-mudblazor.md.</summary>
internal static class PageHeaders
{
    /// <summary>
    /// Scripts, styles, fonts and connections of this server alone, no inline script and no style element; style attributes alone are let
    /// in, because MudBlazor places its pop-ups with them.
    /// </summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    /// <summary>Adds the headers to an answer of the dashboard.</summary>
    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return next(http);
    }
}
