namespace Headway.Web.Dashboard.Analytics;

/// <summary>What ended in one step of time.</summary>
/// <param name="At">Its start.</param>
/// <param name="Completed">Attempts that did their work.</param>
/// <param name="Failed">Attempts that failed, those that were tried again included.</param>
/// <param name="Busy">Time in slots.</param>
public readonly record struct Spot(DateTimeOffset At, long Completed, long Failed, TimeSpan Busy)
{
    /// <summary>All attempts.</summary>
    public long Total => Completed + Failed;

    /// <summary>Share that succeeded, 0–100; null where nothing ended.</summary>
    public double? SuccessPercent => Total == 0 ? null : 100.0 * Completed / Total;

    /// <summary>Mean time of an attempt; null where nothing ended.</summary>
    public TimeSpan? Average => Total == 0 ? null : Busy / Total;

    /// <summary>How many slots were busy on average.</summary>
    /// <param name="length">Of what the sums are over, up to now.</param>
    public double Load(TimeSpan length) => length <= TimeSpan.Zero ? 0 : Busy / length;

    /// <summary>Both together, from the start of the first.</summary>
    public static Spot operator +(Spot left, Spot right) =>
        new(left.At, left.Completed + right.Completed, left.Failed + right.Failed, left.Busy + right.Busy);

    /// <inheritdoc cref="op_Addition"/>
    public static Spot Add(Spot left, Spot right) => left + right;
}
