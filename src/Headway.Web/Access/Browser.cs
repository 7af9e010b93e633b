namespace Headway.Web.Access;

/// <summary>What somebody signs in with.</summary>
/// <param name="Address">Where from; null where it is unknown.</param>
/// <param name="Name">What it calls itself; null where it does not.</param>
internal sealed record Browser(string? Address, string? Name)
{
    /// <summary>That of a request.</summary>
    public static Browser Of(HttpContext http) =>
        new(http.Connection.RemoteIpAddress?.ToString(), (string?)http.Request.Headers.UserAgent);
}
