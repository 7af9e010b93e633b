namespace Headway.Web.Dashboard.Pages;

/// <summary>Attempts of one job type in a period.</summary>
/// <param name="Type">Name of the job type.</param>
/// <param name="Completed">Succeeded.</param>
/// <param name="Failed">Failed, retried ones included.</param>
/// <param name="Busy">Time in slots.</param>
public readonly record struct TypeSum(string Type, long Completed, long Failed, TimeSpan Busy)
{
    /// <summary>All that ran.</summary>
    public long Total => Completed + Failed;

    /// <summary>Mean time of one.</summary>
    public TimeSpan Average => Total == 0 ? TimeSpan.Zero : Busy / Total;

    /// <summary>Share that failed, 0–1.</summary>
    public double FailedShare => Total == 0 ? 0 : (double)Failed / Total;
}
