namespace Headway.Handlers;

/// <summary>Closes a job after its last item has an outcome; runs once, whatever the outcomes were.</summary>
public interface IFinisher
{
    /// <summary>Its output becomes the job's result; failing for good makes the job failed.</summary>
    /// <param name="job">The job.</param>
    /// <param name="ct">Fires as for a work item.</param>
    ValueTask<Outcome> FinishAsync(JobContext job, CancellationToken ct);
}
