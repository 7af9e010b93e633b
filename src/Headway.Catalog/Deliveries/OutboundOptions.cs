using System.Net;

namespace Headway.Catalog.Deliveries;

/// <summary>Where this process may send requests that somebody else gave the address of.</summary>
public sealed record OutboundOptions
{
    /// <summary>
    /// Hosts, or hosts with a port (<c>hooks.intern:8080</c>), that may be reached though their addresses are not public. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Where people reach the dashboard, for links to jobs; null leaves links out.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Addresses of a name; null asks the system.</summary>
    internal Func<string, CancellationToken, ValueTask<IPAddress[]>>? Resolve { get; init; }

    /// <summary>The page of a job; null where nobody said where the dashboard is.</summary>
    internal string? LinkTo(string path) => PublicUrl is null ? null : $"{PublicUrl.AbsoluteUri.TrimEnd('/')}/{path}";
}
