namespace Headway.Web.Api;

/// <summary>Where a backup comes from. The host hands it in, because what is backed up is no part of the web.</summary>
public sealed record BackupSource
{
    /// <summary>Writes all of it; null where this server cannot, and <see cref="Instead"/> says what to do.</summary>
    public Func<Stream, CancellationToken, Task>? WriteAsync { get; init; }

    /// <summary>One sentence that says what to do instead; null where it can.</summary>
    public string? Instead { get; init; }
}
