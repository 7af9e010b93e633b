using System.Text.Json;

namespace Headway.Web.Api.Contracts;

/// <summary>One item of a submission.</summary>
public sealed record ItemRequest
{
    /// <summary>What a person calls it, ≤ 400 characters; null shows its number.</summary>
    public string? Name { get; init; }

    /// <summary>What the handler is given, ≤ 256 KB; null: the job's config.</summary>
    public JsonElement? Input { get; init; }
}
