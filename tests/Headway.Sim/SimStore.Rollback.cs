using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Putting back what a job changed.</summary>
public sealed partial class SimStore : IImageStore
{
    private readonly List<(JobId Job, BeforeImage Image)> _images = [];
    private int _imageMark; // how many there were before the call under way

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BeforeImage>> ListImagesAsync(JobId id, long below, int limit, CancellationToken ct) =>
        RunAsync<IReadOnlyList<BeforeImage>>(
            () => [.. _images.Where(row => row.Job == id).Select(row => row.Image).GroupBy(image => (image.Kind, image.Key))
                .Select(changes => changes.Last() with { Before = changes.First().Before })
                .Where(image => image.Seq < below).OrderByDescending(image => image.Seq).Take(limit)],
            ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> RollBackAsync(JobId id, EnqueuedJob rollback, string? actor, CancellationToken ct) => RunAsync(() =>
    {
        if (!_jobs.TryGetValue(id, out var job))
            return ControlResult.NotFound;
        if (!job.RollBack(rollback.Id, Now))
            return ControlResult.Refused;
        if (_jobs.TryAdd(rollback.Id, new SimJob(rollback, Now)))
            Touch(_jobs[rollback.Id], rollback.Job.CreatedBy);
        Commit(JobEventKind.Enqueued);
        Touch(job, actor);
        Commit(JobEventKind.RolledBack);
        return ControlResult.Done;
    }, ct);

    /// <inheritdoc/>
    public ValueTask RolledBackAsync(JobId id, JobId by, CancellationToken ct) => RunAsync(() =>
    {
        if (!_jobs.TryGetValue(id, out var job) || !job.EndRollback(by, Now))
            return;
        Touch(job);
        Commit(JobEventKind.RolledBack);
    }, ct);
}
