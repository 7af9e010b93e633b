namespace Headway.Web.Api.Admin;

/// <summary>How a job stands after a call of process.</summary>
public sealed record AdminProgress
{
    /// <summary>Nothing more is to be worked: the job has completed, failed or was cancelled.</summary>
    public required bool Done { get; init; }

    /// <summary>Items with an outcome.</summary>
    public required int ProcessedItems { get; init; }

    /// <summary>Its items.</summary>
    public required int TotalItems { get; init; }

    /// <summary>Items that succeeded.</summary>
    public required int SuccessCount { get; init; }

    /// <summary>Items that failed for good.</summary>
    public required int ErrorCount { get; init; }

    /// <summary>Items with nothing to do.</summary>
    public required int SkipCount { get; init; }
}
