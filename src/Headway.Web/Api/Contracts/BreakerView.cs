using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A destination that jobs call, and whether it is called.</summary>
public sealed record BreakerView
{
    /// <summary>Whose calls.</summary>
    public required string Org { get; init; }

    /// <summary>What is called, as handlers name it.</summary>
    public required string Destination { get; init; }

    /// <summary><c>closed</c>: calls are made. <c>open</c>: none is. <c>half_open</c>: one is tried.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<BreakerState>))]
    public required BreakerState State { get; init; }

    /// <summary>When it opened; missing where it is closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When a call is tried next; missing where it is closed, or only a person closes it.</summary>
    public DateTimeOffset? ProbeAt { get; init; }

    /// <summary>When it last opened or closed.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Who opened or closed it last; missing where it did so itself, or nobody was signed in.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Calls in the last window, usually 30 seconds.</summary>
    public int Calls { get; init; }

    /// <summary>Those of them that ended in a transient fault.</summary>
    public int Faults { get; init; }

    /// <summary>Attempts handed back in that time because it was open.</summary>
    public int Refused { get; init; }

    /// <summary>Job types that called it in the last ten minutes, or would have.</summary>
    public required IReadOnlyList<string> Types { get; init; }
}
