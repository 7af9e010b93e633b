using System.Text.Json;
using Headway.Bulk;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>Asks one thing of many jobs: first how many they are, then, as a job that is tracked like any other, does it.</summary>
public sealed class BulkClient(JobClient client, IJobStore jobs, IBulkStore bulk, HeadwayOptions? options = null)
{
    private readonly JsonSerializerOptions _json = (options ?? new HeadwayOptions()).Json;

    /// <summary>Where counting ends; more is told as more.</summary>
    public const int CountedTo = 10_000;

    /// <summary>How many jobs fit a filter, up to <see cref="CountedTo"/>.</summary>
    /// <returns>The count, and whether there are more.</returns>
    public async ValueTask<(int Count, bool More)> CountAsync(JobFilter filter, CancellationToken ct)
    {
        var count = await bulk.CountAsync(filter, CountedTo + 1, ct);
        return (Math.Min(count, CountedTo), count > CountedTo);
    }

    /// <summary>Submits a job that asks this of all jobs that fit a filter now.</summary>
    /// <param name="verb">What is asked.</param>
    /// <param name="filter">Of which; jobs that come later are not meant.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    public ValueTask<JobId> SubmitAsync(BulkVerb verb, JobFilter filter, string? actor, CancellationToken ct) =>
        SubmitAsync(new BulkConfig { Verb = verb, Actor = actor }, filter, ct);

    /// <summary>Submits a job that asks this of all jobs that fit a filter now.</summary>
    /// <param name="wish">What is asked; its filter is set here.</param>
    /// <param name="filter">Of which; jobs that come later are not meant.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <exception cref="SubmissionException">A priority is missing, or has no meaning.</exception>
    public async ValueTask<JobId> SubmitAsync(BulkConfig wish, JobFilter filter, CancellationToken ct)
    {
        var now = await jobs.NowAsync(ct);
        return await SubmitAsync(wish with { Filter = BulkFilter.Of(filter, now) }, (IReadOnlyList<NewItem>?)null, ct);
    }

    /// <summary>Submits a job that asks this of a selection of jobs.</summary>
    /// <param name="verb">What is asked.</param>
    /// <param name="ids">Of which, at most 1,000,000.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <exception cref="SubmissionException">None are named.</exception>
    public ValueTask<JobId> SubmitAsync(BulkVerb verb, IReadOnlyList<JobId> ids, string? actor, CancellationToken ct) =>
        SubmitAsync(new BulkConfig { Verb = verb, Actor = actor }, ids, ct);

    /// <summary>Submits a job that asks this of a selection of jobs.</summary>
    /// <param name="wish">What is asked, without a filter.</param>
    /// <param name="ids">Of which, at most 1,000,000.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <exception cref="SubmissionException">None are named, or a priority is missing or has no meaning.</exception>
    public ValueTask<JobId> SubmitAsync(BulkConfig wish, IReadOnlyList<JobId> ids, CancellationToken ct) =>
        SubmitAsync(wish, [.. ids.Distinct().Select(id => new NewItem(id.ToString(), null))], ct);

    private ValueTask<JobId> SubmitAsync(BulkConfig config, IReadOnlyList<NewItem>? items, CancellationToken ct)
    {
        if ((config.Verb == BulkVerb.Reprioritise) != config.Priority.HasValue)
            throw new SubmissionException("bad_bulk", "A priority goes with the verb 'reprioritise', and that verb needs one.");
        return client.EnqueueAsync(new NewJob
        {
            Type = BulkHandler.TypeName,
            Name = $"{config.Verb} jobs",
            CreatedBy = config.Actor,
            Config = JsonSerializer.Serialize(config, _json),
            Items = items,
        }, ct);
    }
}
