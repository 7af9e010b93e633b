namespace Headway.Web.Api.Contracts;

/// <summary>
/// How many work items of a job are where: fresh + running + due + waiting + completed + failed + skipped + cancelled = total.
/// </summary>
public sealed record CountsView
{
    /// <summary>Items known so far.</summary>
    public required int Total { get; init; }

    /// <summary>Never yet taken by a worker.</summary>
    public required int Fresh { get; init; }

    /// <summary>Taken by a worker.</summary>
    public required int Running { get; init; }

    /// <summary>Handed back, and free to be taken now.</summary>
    public required int Due { get; init; }

    /// <summary>Waiting for their next attempt.</summary>
    public required int Waiting { get; init; }

    /// <summary>Did their work.</summary>
    public required int Completed { get; init; }

    /// <summary>Failed for good, quarantined ones included.</summary>
    public required int Failed { get; init; }

    /// <summary>Had nothing to do.</summary>
    public required int Skipped { get; init; }

    /// <summary>Will not run, because the job ended first.</summary>
    public required int Cancelled { get; init; }
}
