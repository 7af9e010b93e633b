using Headway.Model;

namespace Headway.Handlers;

/// <summary>Enumerates a job's items. They are stored as they come and can run while enumeration goes on.</summary>
public interface IPlanner
{
    /// <summary>The items in a stable order: after a crash the plan is enumerated again and what is stored already is skipped.</summary>
    /// <param name="job">The job.</param>
    /// <param name="ct">Fires as for a work item.</param>
    IAsyncEnumerable<NewItem> PlanAsync(JobContext job, CancellationToken ct);
}
