using System.Text.Json.Serialization;

namespace Headway.Web.Api.Admin;

/// <summary>Why one item failed.</summary>
public sealed record AdminError
{
    /// <summary>The input's own <c>id</c> where it has one, else the item's number; left out for the job as a whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>What a person calls the item; left out where it has no name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>One sentence.</summary>
    public required string Message { get; init; }
}
