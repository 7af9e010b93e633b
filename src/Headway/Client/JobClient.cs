using System.Text;
using System.Text.Json;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs submit and control jobs.</summary>
public sealed class JobClient(IJobStore store, JobTypeRegistry types, IdSource ids)
{
    private const int MaxJson = 256 * 1024;
    private const int MaxItems = 1_000_000;

    /// <summary>Submits one job; durable when this returns.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="SubmissionException">The type is unknown, or something is too long, too many or not JSON.</exception>
    public async ValueTask<JobId> EnqueueAsync(NewJob job, CancellationToken ct = default) => (await EnqueueManyAsync([job], ct))[0];

    /// <summary>Submits many jobs, all or none.</summary>
    /// <returns>Their ids, in order.</returns>
    /// <exception cref="SubmissionException">One of them cannot be taken; none was.</exception>
    public async ValueTask<IReadOnlyList<JobId>> EnqueueManyAsync(IReadOnlyList<NewJob> jobs, CancellationToken ct = default)
    {
        var accepted = new EnqueuedJob[jobs.Count];
        for (var i = 0; i < accepted.Length; i++)
            accepted[i] = Check(jobs[i]);
        foreach (var part in accepted.Chunk(1000))
            await store.EnqueueAsync(part, ct);
        return [.. accepted.Select(job => job.Id)];
    }

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

    private EnqueuedJob Check(NewJob job)
    {
        if (!types.TryGet(job.Type, out var type))
        {
            var known = string.Join(", ", types.All.Select(t => t.Name));
            throw new SubmissionException("unknown_type", $"There is no job type '{job.Type}'. Known here: {known}.");
        }

        CheckJson(job.Config, "config");
        if (job.Name?.Length > 400)
            throw new SubmissionException("name_too_long", "A job's name may have at most 400 characters.");
        if (job.Queue.Length is 0 or > 100)
            throw new SubmissionException("bad_queue", "A queue's name has 1 to 100 characters.");
        if (job.Labels is { Count: > 32 })
            throw new SubmissionException("too_many_labels", "A job may have at most 32 labels.");
        CheckItems(job.Items);
        return new EnqueuedJob(
            ids.NewJobId(), job, HasPlan: type.HasPlan && job.Items is null, type.HasFinish, type.Chunk, type.Retry.Attempts);
    }

    private static void CheckItems(IReadOnlyList<NewItem>? items)
    {
        if (items is null)
            return;
        if (items.Count is 0 or > MaxItems)
            throw new SubmissionException("bad_item_count", $"A job has 1 to {MaxItems:N0} items; this one has {items.Count:N0}.");
        foreach (var item in items)
        {
            if (item.Name?.Length > 400)
                throw new SubmissionException("name_too_long", "An item's name may have at most 400 characters.");
            if (item.Input is not null)
                CheckJson(item.Input, "input");
        }
    }

    private static void CheckJson(string text, string what)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxJson)
            throw new SubmissionException("too_large", $"The {what} is larger than 256 KB; put the data in a file and pass its reference.");
        try
        {
            using var _ = JsonDocument.Parse(text);
        }
        catch (JsonException e)
        {
            throw new SubmissionException("bad_json", $"The {what} is not JSON: {e.Message}");
        }
    }
}
