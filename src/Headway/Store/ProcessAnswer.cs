namespace Headway.Store;

/// <summary>How a job stood after a call of process.</summary>
/// <param name="Done">Nothing more will be worked: the job has ended or was cancelled.</param>
/// <param name="Total">Its items; while they are still planned, as many as were counted.</param>
/// <param name="Completed">Items that succeeded.</param>
/// <param name="Failed">Items that failed or were quarantined.</param>
/// <param name="Skipped">Items with nothing to do.</param>
public sealed record ProcessAnswer(bool Done, int Total, int Completed, int Failed, int Skipped)
{
    /// <summary>Items with an outcome; cancelled ones have none.</summary>
    public int Processed => Completed + Failed + Skipped;
}
