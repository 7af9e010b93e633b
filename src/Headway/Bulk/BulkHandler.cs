using System.Runtime.CompilerServices;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Bulk;

/// <summary>
/// Does one thing to many jobs: its items are the jobs, named by their ids, worked in chunks by set-based statements. Every verb may be
/// repeated without harm, so a chunk whose worker died is simply done again; a restart that is repeated finds the job open.
/// </summary>
internal sealed class BulkHandler(IJobStore jobs, IBulkStore bulk, ILifeStore lives, JobArchive archive) : IPlanner, IChunkHandler
{
    /// <summary>Its job type.</summary>
    public const string TypeName = "system.bulk";

    private const int PageSize = 500;

    /// <summary>
    /// The jobs of the filter, newest first. What an earlier attempt stored comes first and as it was: the jobs it named may have been
    /// worked meanwhile and fit the filter no more.
    /// </summary>
    public async IAsyncEnumerable<NewItem> PlanAsync(JobContext job, [EnumeratorCancellation] CancellationToken ct)
    {
        var filter = job.Config<BulkConfig>().Filter?.ToFilter() ?? throw FaultException.Permanent(
            "bad_config", "A bulk job needs a filter, or items that name jobs.");
        string? after = null;
        await foreach (var item in StoredAsync(job.Id, ct))
        {
            after = item.Name;
            yield return new NewItem(item.Name, null);
        }

        do
        {
            var page = await jobs.ListJobsAsync(filter, new PageRequest(PageSize, after), ct);
            foreach (var found in page.Rows.Where(found => found.Id != job.Id))
                yield return new NewItem(found.Id.ToString(), null);
            after = page.Next;
        }
        while (after is not null);
    }

    /// <inheritdoc/>
    public async ValueTask WorkAsync(ChunkContext chunk, CancellationToken ct)
    {
        var config = chunk.Job.Config<BulkConfig>();
        var wanted = new List<(ItemContext Item, JobId Id)>();
        foreach (var item in chunk.Items)
        {
            if (JobId.TryParse(item.Name, null, out var id))
                wanted.Add((item, id));
            else
                chunk.Set(item, Outcome.Skipped($"'{item.Name}' is no job id."));
        }

        JobId[] ids = [.. wanted.Select(pair => pair.Id).Distinct()];
        var results = ids.Zip(await DoAsync(config, ids, ct)).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var (item, id) in wanted)
            chunk.Set(item, OutcomeOf(config.Verb, results[id]));
    }

    private static Outcome OutcomeOf(BulkVerb verb, ControlResult result) => result switch
    {
        ControlResult.Done => Outcome.Completed(),
        ControlResult.NotFound => Outcome.Skipped("There is no such job any more."),
        _ => Outcome.Skipped(verb switch
        {
            BulkVerb.Retry => "It has no failed item, or is not in a state that allows a retry.",
            BulkVerb.Restart => "It is open, or was rolled back.",
            BulkVerb.Archive or BulkVerb.Delete => "It is open or kept for ever, or has not yet let go of what ran.",
            _ => "It has ended.",
        }),
    };

    private async ValueTask<IReadOnlyList<ControlResult>> DoAsync(BulkConfig config, IReadOnlyList<JobId> ids, CancellationToken ct) =>
        config.Verb switch
        {
            BulkVerb.Cancel => await bulk.ControlManyAsync(ids, JobControl.Cancel, config.Actor, ct),
            BulkVerb.Pause => await bulk.ControlManyAsync(ids, JobControl.Pause, config.Actor, ct),
            BulkVerb.Resume => await bulk.ControlManyAsync(ids, JobControl.Run, config.Actor, ct),
            BulkVerb.Reprioritise => await bulk.ReprioritiseManyAsync(ids, PriorityOf(config), config.Actor, ct),
            BulkVerb.Retry => await EachAsync(ids, id => RetryAsync(id, config.Actor, ct)),
            BulkVerb.Restart => await EachAsync(ids, id => lives.RestartAsync(id, config.Actor, ct)),
            _ => await RemoveAsync(ids, config.Verb == BulkVerb.Archive, config.Actor, ct),
        };

    private static int PriorityOf(BulkConfig config) => config.Priority ?? throw FaultException.Permanent(
        "bad_config", "Say which priority the jobs get.");

    private static async ValueTask<IReadOnlyList<ControlResult>> EachAsync(
        IReadOnlyList<JobId> ids, Func<JobId, ValueTask<ControlResult>> ask)
    {
        var results = new List<ControlResult>(ids.Count);
        foreach (var id in ids)
            results.Add(await ask(id));
        return results;
    }

    private async ValueTask<ControlResult> RetryAsync(JobId id, string? actor, CancellationToken ct)
    {
        var (result, count) = await lives.RetryFailedAsync(id, actor, ct);
        return result == ControlResult.Done && count == 0 ? ControlResult.Refused : result;
    }

    /// <summary>A job that has gone already, in an attempt whose worker died, is as good as done; it is told as gone.</summary>
    private async ValueTask<IReadOnlyList<ControlResult>> RemoveAsync(
        IReadOnlyList<JobId> ids, bool keepCopy, string? actor, CancellationToken ct)
    {
        var there = new Dictionary<JobId, Job>();
        foreach (var id in ids)
        {
            if (await jobs.GetJobAsync(id, ct) is { } job)
                there[id] = job;
        }

        var ended = there.Values.Where(job => job.Phase == JobPhase.Final && !job.Kept).Select(job => (job.Id, job.Seq)).ToList();
        var gone = (await archive.RemoveAsync(ended, keepCopy, actor, ct)).ToHashSet();
        return [.. ids.Select(id => gone.Contains(id) ? ControlResult.Done
            : there.ContainsKey(id) ? ControlResult.Refused : ControlResult.NotFound)];
    }

    private async IAsyncEnumerable<Item> StoredAsync(JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        string? after = null;
        do
        {
            var page = await jobs.ListItemsAsync(id, new ItemFilter(), new PageRequest(PageSize, after), ct);
            foreach (var item in page.Rows)
                yield return item;
            after = page.Next;
        }
        while (after is not null);
    }
}
