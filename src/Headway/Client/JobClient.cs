using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headway.Deliveries;
using Headway.Handlers;
using Headway.Live;
using Headway.Machine;
using Headway.Model;
using Headway.Schemas;
using Headway.Store;
using Headway.Telemetry;

namespace Headway.Client;

/// <summary>How programs submit and control jobs.</summary>
/// <param name="store">Where jobs live.</param>
/// <param name="types">The job types that may be submitted.</param>
/// <param name="ids">Gives the ids.</param>
/// <param name="options">How configs are written as JSON; null for the defaults.</param>
/// <param name="schemas">Schemas of what is submitted; null makes its own.</param>
/// <param name="feed">Tells of ends while somebody waits; null: they are found by looking once a second.</param>
/// <param name="clock">For waiting; null: the machine's.</param>
/// <param name="senders">What can tell of ends; null: nobody is told.</param>
[SuppressMessage("ApiDesign", "RS0026", Justification = "the two ways to enqueue differ in their first argument")]
public sealed partial class JobClient(
    IJobStore store, JobTypeRegistry types, IdSource ids, HeadwayOptions? options = null, JobSchemas? schemas = null,
    EventFeed? feed = null, TimeProvider? clock = null, IEnumerable<IDeliverySender>? senders = null)
{
    private const int MaxJobs = 1000;
    private readonly JsonSerializerOptions _json = (options ?? new HeadwayOptions()).Json;
    private readonly JobSchemas _schemas = schemas ?? new JobSchemas(options);
    private readonly NoticeCheck _notices = new(senders ?? []);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Submits a job with a config of the caller's own shape; durable when this returns.</summary>
    /// <param name="type">Registered job type.</param>
    /// <param name="config">Anything System.Text.Json can write, e.g. an anonymous object.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="SubmissionException">The type is unknown, or the config is too large.</exception>
    public ValueTask<JobId> EnqueueAsync(string type, object config, CancellationToken ct = default) =>
        EnqueueAsync(new NewJob { Type = type, Config = JsonSerializer.Serialize(config, config.GetType(), _json) }, ct);

    /// <summary>Submits one job; durable when this returns.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="SubmissionException">The type is unknown, or something is too long, too many or not JSON.</exception>
    public async ValueTask<JobId> EnqueueAsync(NewJob job, CancellationToken ct = default) => (await EnqueueManyAsync([job], ct))[0];

    /// <summary>Submits many jobs, all or none.</summary>
    /// <param name="jobs">At most 1,000.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>
    /// Their ids, in order; of one whose unique key an open job has already, that job's id.
    /// </returns>
    /// <exception cref="SubmissionException">One of them cannot be taken; none was.</exception>
    public async ValueTask<IReadOnlyList<JobId>> EnqueueManyAsync(IReadOnlyList<NewJob> jobs, CancellationToken ct = default)
    {
        if (jobs.Count > MaxJobs)
            throw new SubmissionException("too_many_jobs", $"Submit at most {MaxJobs:N0} jobs together; these are {jobs.Count:N0}.");
        var accepted = new EnqueuedJob[jobs.Count];
        for (var i = 0; i < accepted.Length; i++)
            accepted[i] = Check(jobs[i]);
        using var span = HeadwayTraces.Submitting(accepted);
        return await store.EnqueueAsync(accepted, ct);
    }

    /// <summary>Submits one job, and says whether it is new.</summary>
    /// <param name="job">The submission.</param>
    /// <param name="id">Its id, where the caller must be able to repeat the call; null makes one.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <exception cref="SubmissionException">As for <see cref="EnqueueAsync(NewJob, CancellationToken)"/>.</exception>
    public async ValueTask<Submitted> SubmitAsync(NewJob job, JobId? id = null, CancellationToken ct = default)
    {
        var prepared = Prepare(job);
        if (id is { } own)
            prepared = prepared with { Id = own };
        var stands = (await store.EnqueueAsync([prepared], ct))[0];
        return new Submitted(stands, stands == prepared.Id);
    }

    /// <summary>
    /// Checks a submission and gives it an id, without submitting it; for stores that submit in a transaction of their own.
    /// </summary>
    /// <exception cref="SubmissionException">As for <see cref="EnqueueAsync(NewJob, CancellationToken)"/>.</exception>
    public EnqueuedJob Prepare(NewJob job) => Check(job);

    /// <summary>Nothing new of the job is claimed; what runs, ends. One row, whatever its size.</summary>
    public ValueTask<ControlResult> PauseAsync(JobId id, string? actor = null, CancellationToken ct = default) =>
        store.ControlAsync(id, JobControl.Pause, actor, ct);

    /// <summary>Lets a paused job go on.</summary>
    public ValueTask<ControlResult> ResumeAsync(JobId id, string? actor = null, CancellationToken ct = default) =>
        store.ControlAsync(id, JobControl.Run, actor, ct);

    /// <summary>Ends the job now: claims are revoked, late results refused.</summary>
    public ValueTask<ControlResult> CancelAsync(JobId id, string? actor = null, CancellationToken ct = default) =>
        store.ControlAsync(id, JobControl.Cancel, actor, ct);

    /// <summary>Gives a failed or cancelled item another life.</summary>
    public ValueTask<ControlResult> RetryItemAsync(JobId id, int no, string? actor = null, CancellationToken ct = default) =>
        store.RetryItemAsync(id, no, actor, ct);

    /// <summary>The job with its id and what its type says of it, not stored yet.</summary>
    internal EnqueuedJob Check(NewJob job)
    {
        if (!types.TryGet(job.Type, out var type))
        {
            var known = string.Join(", ", types.All.Select(t => t.Name));
            throw new SubmissionException("unknown_type", $"There is no job type '{job.Type}'. Known here: {known}.");
        }

        if (job.Type == RollbackHandler.TypeName)
        {
            throw new SubmissionException(
                "reserved_type", "A rollback is not submitted by itself: ask for it with POST /jobs/{id}/rollback of the job it undoes.");
        }

        SubmissionCheck.Job(job);
        _notices.Notices(job);
        if (job.DryRun && (!type.HasPlan || job.Items is not null))
        {
            throw new SubmissionException(
                "bad_dry_run",
                $"A dry run counts what a plan comes to; this {job.Type} job has no plan, its items are those you send.");
        }

        SubmissionCheck.Shapes(job, type, _schemas);
        return new EnqueuedJob(
            ids.NewJobId(), job, HasPlan: type.HasPlan && job.Items is null, type.HasFinish && !job.DryRun, type.Chunk,
            type.Retry.Attempts)
        {
            TimeLimit = (job.TimeLimit ?? type.TimeLimit) is var limit && limit == TimeRule.DefaultJobLimit ? null : limit,
            LetsEnd = type.CancelLetsChunksEnd || job.Drive == JobDrive.Client,
        };
    }
}
