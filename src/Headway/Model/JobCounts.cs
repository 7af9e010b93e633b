namespace Headway.Model;

/// <summary>
/// How many work items of a job are where. Moves only under the job's row lock, by deltas of accepted claims,
/// so every snapshot adds up: <c>Fresh + Due + Waiting + Running + Final = Total</c> (plan and finish items are not counted).
/// </summary>
/// <param name="Total">Items planned so far; final once the job is planned.</param>
/// <param name="Running">Items in a claimed chunk.</param>
/// <param name="Due">Items that were handed back and may be claimed now.</param>
/// <param name="Waiting">Items whose next attempt is due later.</param>
/// <param name="Completed">Items that did their work.</param>
/// <param name="Failed">Items failed for good, quarantined ones included.</param>
/// <param name="Skipped">Items with nothing to do.</param>
/// <param name="Cancelled">Items that will not run because the job ended first.</param>
public readonly record struct JobCounts(
    int Total, int Running, int Due, int Waiting, int Completed, int Failed, int Skipped, int Cancelled)
{
    /// <summary>Items with an outcome.</summary>
    public int Final => Completed + Failed + Skipped + Cancelled;

    /// <summary>Items never yet claimed.</summary>
    public int Fresh => Total - Running - Due - Waiting - Final;

    /// <summary>Share of items with an outcome, 0–100; 0 while nothing is planned.</summary>
    public double Percent => Total == 0 ? 0 : 100.0 * Final / Total;
}
