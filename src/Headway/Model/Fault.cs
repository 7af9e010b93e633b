namespace Headway.Model;

/// <summary>Why an attempt failed, in words for a person and a class for the retry policy.</summary>
public sealed record Fault
{
    /// <summary>Decides whether another attempt is worth making.</summary>
    public required FaultClass Class { get; init; }

    /// <summary>A stable word to group by and look up, e.g. <c>encrypted</c>; snake_case, ≤ 64 characters.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence, ≤ 2,000 characters; the stores cut longer text.</summary>
    public required string Message { get; init; }

    /// <summary>What a person can do about it; null where there is nothing to say.</summary>
    public string? Hint { get; init; }

    /// <summary>Stack trace or other detail for engineers, ≤ 16 KB; null where there is none. Never shown without asking.</summary>
    public string? Detail { get; init; }

    /// <summary>The other side asked to wait this long (<c>Retry-After</c>); null where it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
