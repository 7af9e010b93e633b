using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A queue or job type that gives nothing new, on the wire.</summary>
public sealed record HoldView
{
    /// <summary><c>queue</c> or <c>type</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<HoldKind>))]
    public required HoldKind Kind { get; init; }

    /// <summary>Which.</summary>
    public required string Name { get; init; }

    /// <summary>For one organisation; missing: for all.</summary>
    public string? Org { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Who asked.</summary>
    public string? By { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Ends by itself then; missing: only when resumed.</summary>
    public DateTimeOffset? Until { get; init; }
}
