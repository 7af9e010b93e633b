namespace Headway.Web.Api.Contracts;

/// <summary>When a job is expected to end, from its type's last seven days and from what it has done itself.</summary>
public sealed record EtaView
{
    /// <summary>Half of such jobs have ended by then.</summary>
    public required DateTimeOffset P50At { get; init; }

    /// <summary>Nine of ten have.</summary>
    public required DateTimeOffset P90At { get; init; }
}
