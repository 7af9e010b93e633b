namespace Headway.Client;

/// <summary>What is different when a job is run again.</summary>
public sealed record JobEdits
{
    /// <summary>A merge patch for the config (RFC 7386): what is named replaces, null takes out; null: the same config.</summary>
    public string? Config { get; init; }

    /// <summary>Another name; null: the same.</summary>
    public string? Name { get; init; }

    /// <summary>Only count what it would do.</summary>
    public bool DryRun { get; init; }
}
