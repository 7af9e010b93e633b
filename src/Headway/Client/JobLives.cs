using System.Text.Json;
using System.Text.Json.Nodes;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How people give jobs and items new lives: in place, or as a new job made from an old one.</summary>
/// <param name="store">Where jobs live.</param>
/// <param name="lives">The same store.</param>
/// <param name="client">Submits.</param>
/// <param name="types">The job types known here.</param>
public sealed class JobLives(IJobStore store, ILifeStore lives, JobClient client, JobTypeRegistry types)
{
    private const int PageSize = 1000;
    private const int MaxReason = 400;
    private static readonly ItemState[] Failed = [ItemState.Failed, ItemState.Quarantined];

    /// <inheritdoc cref="ILifeStore.RestartAsync"/>
    public ValueTask<ControlResult> RestartAsync(JobId id, string? actor = null, CancellationToken ct = default) =>
        lives.RestartAsync(id, actor, ct);

    /// <inheritdoc cref="ILifeStore.RetryFailedAsync"/>
    public ValueTask<(ControlResult Result, int Count)> RetryFailedAsync(JobId id, string? actor = null, CancellationToken ct = default) =>
        lives.RetryFailedAsync(id, actor, ct);

    /// <summary>Says of an item that failed or waits that nothing is to be done for it.</summary>
    /// <returns>As <see cref="ILifeStore.SkipItemAsync"/>.</returns>
    /// <exception cref="SubmissionException">The reason is empty or too long.</exception>
    public ValueTask<ControlResult> SkipItemAsync(
        JobId id, int no, string reason, string? actor = null, CancellationToken ct = default) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason
            ? throw new SubmissionException("bad_reason", $"Give a reason of 1 to {MaxReason} characters, for the person who wonders why.")
            : lives.SkipItemAsync(id, no, reason.Trim(), actor, ct);

    /// <summary>Submits a new job of the same config over the items of a job that failed or were quarantined, linked to it.</summary>
    /// <param name="id">The old job; it may still be open, and stays as it is.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The new job; null where nothing has failed, or what failed is no item of its own (a plan, a finish).</returns>
    /// <exception cref="SubmissionException">Its type is no longer known.</exception>
    public ValueTask<JobId?> RerunErrorsAsync(JobId id, string? actor = null, CancellationToken ct = default) =>
        RerunErrorsAsync(id, patch: null, actor, ct);

    /// <summary>The same with edits of the config.</summary>
    internal async ValueTask<JobId?> RerunErrorsAsync(JobId id, string? patch, string? actor, CancellationToken ct)
    {
        if (await store.GetJobAsync(id, ct) is not { Counts.Failed: > 0 } old)
            return null;
        var items = old.Simple ? null : await ItemsAsync(id, new ItemFilter { States = Failed, WithInputs = true }, int.MaxValue, ct);
        var job = Copy(old, JobOriginKind.RerunErrors, actor) with { Items = items };
        return await client.EnqueueAsync(job with { Config = Merged(old.Config, patch) }, ct);
    }

    /// <summary>
    /// Submits a job once more, linked to the old one: planned anew where it was planned, else over the items it was given.
    /// </summary>
    /// <param name="id">The old job, in whatever state; it stays as it is.</param>
    /// <param name="edits">What is different this time.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The new job; null where there is no such job.</returns>
    /// <exception cref="SubmissionException">The edits fit no object, or the type is no longer known or has no plan to count.</exception>
    public async ValueTask<JobId?> RunAgainAsync(JobId id, JobEdits edits, string? actor = null, CancellationToken ct = default)
    {
        if (await store.GetJobAsync(id, ct) is not { } old)
            return null;
        var job = Copy(old, JobOriginKind.RunAgain, actor);
        var planned = await store.GetItemAsync(id, 0, ct) is not null && types.TryGet(old.Type, out var type) && type.HasPlan;
        return await client.EnqueueAsync(
            job with
            {
                Name = edits.Name ?? job.Name,
                Config = Merged(old.Config, edits.Config),
                DryRun = edits.DryRun,
                Items = planned || old.Simple ? null : await ItemsAsync(id, new ItemFilter { WithInputs = true }, old.GivenItems, ct),
            },
            ct);
    }

    private static NewJob Copy(Job old, JobOriginKind kind, string? actor) => new()
    {
        Type = old.Type,
        Config = old.Config,
        Name = old.Name,
        Org = old.Org,
        CreatedBy = actor,
        Queue = old.Queue,
        Priority = old.Priority,
        Drive = old.Drive,
        TimeLimit = old.TimeLimit,
        Labels = old.Labels,
        Origin = new JobOrigin(kind, old.Id),
        Source = JobSource.Rerun,
    };

    private async ValueTask<IReadOnlyList<NewItem>> ItemsAsync(JobId id, ItemFilter filter, int last, CancellationToken ct)
    {
        var items = new List<NewItem>();
        string? after = null;
        do
        {
            var page = await store.ListItemsAsync(id, filter, new PageRequest(PageSize, after), ct);
            items.AddRange(page.Rows.Where(item => item.No <= last).Select(item => new NewItem(item.Name, item.Input)));
            after = page.Next;
        }
        while (after is not null && items.Count < last);
        return items;
    }

    /// <summary>The config with a merge patch (RFC 7386) laid over it.</summary>
    private static string Merged(string config, string? patch)
    {
        if (patch is null)
            return config;
        try
        {
            return JsonNode.Parse(patch) is JsonObject edits
                ? Merge(JsonNode.Parse(config), edits).ToJsonString()
                : throw new SubmissionException("bad_config", "The edits of the config must be a JSON object: what is null is taken out.");
        }
        catch (JsonException e)
        {
            throw new SubmissionException("bad_json", $"The edits of the config are not JSON: {e.Message}");
        }
    }

    private static JsonObject Merge(JsonNode? config, JsonObject patch)
    {
        var merged = config is JsonObject known ? (JsonObject)known.DeepClone() : [];
        foreach (var (name, value) in patch)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = value is JsonObject inner ? Merge(merged[name], inner) : value.DeepClone();
        }

        return merged;
    }
}
