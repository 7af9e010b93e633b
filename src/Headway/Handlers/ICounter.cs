namespace Headway.Handlers;

/// <summary>Says how many items a plan will have, where that is cheaper than planning; add it to the class of the plan part.</summary>
public interface ICounter
{
    /// <summary>Counts without planning. Called while a person waits for the answer to a submission.</summary>
    /// <param name="job">The job as it will be; its id is not stored yet.</param>
    /// <param name="ct">Fires when the submission is given up.</param>
    /// <returns>Items, 0 or more.</returns>
    ValueTask<int> CountAsync(JobContext job, CancellationToken ct);
}
