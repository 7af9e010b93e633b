namespace Headway.Web.Api.Contracts;

/// <summary>What attempts used, as far as it can be known: child processes that handlers report, and what was stored.</summary>
public sealed record MeteredView
{
    /// <summary>CPU time of child processes, seconds.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Greatest memory of one of them, bytes.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>Outputs and files, bytes.</summary>
    public required long StoredBytes { get; init; }
}
