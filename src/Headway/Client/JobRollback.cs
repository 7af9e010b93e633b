using System.Text.Json;
using System.Text.Json.Nodes;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How people have jobs rolled back.</summary>
/// <param name="store">Where jobs live.</param>
/// <param name="images">The same store.</param>
/// <param name="lives">The same store.</param>
/// <param name="types">The job types known here.</param>
/// <param name="ids">Gives the ids.</param>
/// <param name="options">How configs are written as JSON.</param>
public sealed class JobRollback(
    IJobStore store, IImageStore images, ILifeStore lives, JobTypeRegistry types, IdSource ids, HeadwayOptions options)
{
    private const int PageSize = 1000;

    /// <summary>
    /// Submits the job that puts back what another changed: an item for each thing, refused where it has been changed since.
    /// A job can be rolled back once; the rollback itself may be retried and restarted. It is driven as the job was.
    /// </summary>
    /// <param name="id">The job to be rolled back; it must have ended.</param>
    /// <param name="dryRun">Only count the things.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The new job; null where there is no job to roll back.</returns>
    /// <exception cref="SubmissionException">It cannot be rolled back; code <c>refused</c>.</exception>
    public async ValueTask<JobId?> RollBackAsync(JobId id, bool dryRun = false, string? actor = null, CancellationToken ct = default)
    {
        if (await store.GetJobAsync(id, ct) is not { } job)
            return null;
        if (!types.TryGet(job.Type, out var type) || !type.HasRollback || !types.TryGet(RollbackHandler.TypeName, out var own))
            throw Refused($"Jobs of type {job.Type} cannot be rolled back: they keep no record of what things were before.");
        if (job.RolledBackBy is { } by)
            throw Refused($"This job was rolled back by {by} already; look there for what was left as it is.");
        if (job.Phase != JobPhase.Final)
            throw Refused("This job has not ended; cancel it first, then roll it back.");
        if ((await images.ListImagesAsync(id, long.MaxValue, 1, ct)).Count == 0)
            throw Refused("This job changed nothing, so there is nothing to put back.");
        var rollback = new EnqueuedJob(
            ids.NewJobId(), Submission(job, actor, dryRun), HasPlan: true, HasFinish: !dryRun, own.Chunk, own.Retry.Attempts)
        {
            Expected = job.Drive == JobDrive.Client ? await CountAsync(id, ct) : null, // who drives it is told at once how far it is
        };
        if (dryRun)
            await store.EnqueueAsync([rollback], ct);
        else if (await images.RollBackAsync(id, rollback, actor, ct) != ControlResult.Done)
            throw Refused("This job still lets go of what ran, or was rolled back a moment ago; ask again in a few seconds.");
        return rollback.Id;
    }

    /// <summary>Has a thing restored that a rollback left as it is, whatever it is now.</summary>
    /// <param name="rollback">The rollback.</param>
    /// <param name="no">Its item that failed with <c>conflict</c>.</param>
    /// <param name="actor">Who insists.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>As of a retry; Refused where the job is no rollback.</returns>
    public async ValueTask<ControlResult> ForceAsync(JobId rollback, int no, string? actor = null, CancellationToken ct = default)
    {
        if (await store.GetItemAsync(rollback, no, ct) is not { } item)
            return ControlResult.NotFound;
        if (item.Input is null || await store.GetJobAsync(rollback, ct) is not { Type: RollbackHandler.TypeName })
            return ControlResult.Refused;
        var input = JsonSerializer.Deserialize<RollbackHandler.Image>(item.Input, options.Json)! with { Force = true };
        return await lives.RetryWithInputAsync(rollback, no, JsonSerializer.Serialize(input, options.Json), actor, ct);
    }

    private async ValueTask<int> CountAsync(JobId id, CancellationToken ct)
    {
        var (count, below) = (0, long.MaxValue);
        while (await images.ListImagesAsync(id, below, PageSize, ct) is { Count: > 0 } page)
            (count, below) = (count + page.Count, page[^1].Seq);
        return count;
    }

    private static NewJob Submission(Job job, string? actor, bool dryRun)
    {
        var name = $"Rollback of {job.Name ?? job.Type}";
        return new NewJob
        {
            Type = RollbackHandler.TypeName,
            Name = name.Length <= 400 ? name : name[..400],
            Config = new JsonObject { ["job"] = job.Id.ToString(), ["rollbackOf"] = job.Id.ToString() }.ToJsonString(),
            Drive = job.Drive,
            Org = job.Org,
            CreatedBy = actor,
            Queue = job.Queue,
            Priority = job.Priority,
            Origin = new JobOrigin(JobOriginKind.Rollback, job.Id),
            DryRun = dryRun,
        };
    }

    private static SubmissionException Refused(string sentence) => new("refused", sentence);
}
