namespace Headway.Web.Api.Contracts;

/// <summary>What a person says of an error.</summary>
public sealed record ErrorRequest
{
    /// <summary>Why, for those who wonder, ≤ 400 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>To ignore it until then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>To ignore it until it has happened so often again.</summary>
    public long? Times { get; init; }
}
