using System.Text.Json;

namespace Headway.Web.Api.Contracts;

/// <summary>What is different when a job is run again.</summary>
public sealed record RunAgainRequest
{
    /// <summary>A merge patch for the config (RFC 7386): what is named replaces, null takes out. Default: the same config.</summary>
    public JsonElement? Config { get; init; }

    /// <summary>Another name, ≤ 400 characters. Default: the same.</summary>
    public string? Name { get; init; }

    /// <summary>Only count what it would do; the type must have a plan. Default false.</summary>
    public bool? DryRun { get; init; }
}
