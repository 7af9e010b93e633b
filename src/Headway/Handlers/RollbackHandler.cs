using System.Runtime.CompilerServices;
using System.Text.Json;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Handlers;

/// <summary>The job type that rolls other jobs back: an item for each thing they changed, the one changed last first.</summary>
internal sealed class RollbackHandler(
    IImageStore images, IJobStore store, JobTypeRegistry types, IServiceScopeFactory scopes, HeadwayOptions options)
    : IJobHandler, IPlanner, IFinisher
{
    /// <summary>Its name.</summary>
    public const string TypeName = "system.rollback";

    private const int PageSize = 500;
    private const int MaxName = 400;

    /// <param name="Job">The job that is rolled back.</param>
    internal sealed record Config(string Job);

    /// <param name="Kind">What sort of thing.</param>
    /// <param name="Key">Which one.</param>
    /// <param name="Before">What it is to be; null: gone.</param>
    /// <param name="After">Hash of what the job left behind; null: gone.</param>
    /// <param name="Force">Restore it whatever it is now.</param>
    internal sealed record Image(string Kind, string Key, string? Before, string? After, bool Force = false);

    public async IAsyncEnumerable<NewItem> PlanAsync(JobContext job, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = JobOf(job);
        var below = long.MaxValue;
        while (await images.ListImagesAsync(id, below, PageSize, ct) is { Count: > 0 } page)
        {
            foreach (var image in page)
            {
                var name = $"{image.Kind} {image.Key}";
                var input = new Image(image.Kind, image.Key, image.Before, image.AfterHash);
                yield return new NewItem(name.Length <= MaxName ? name : name[..MaxName], JsonSerializer.Serialize(input, options.Json));
            }

            below = page[^1].Seq;
        }
    }

    public async ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        var image = item.Input<Image>();
        var old = await store.GetJobAsync(JobOf(item.Job), ct);
        if (old is null || !types.TryGet(old.Type, out var type) || !type.HasRollback)
        {
            throw FaultException.Permanent(
                "no_rollback", $"This worker cannot put back what jobs of type {old?.Type} changed.", "Retry it with a worker that can.");
        }

        return Outcome.Completed().With((scope, token) => RestoreAsync(type.Handler, scope, image, token));
    }

    public async ValueTask<Outcome> FinishAsync(JobContext job, CancellationToken ct)
    {
        await images.RolledBackAsync(JobOf(job), job.Id, ct);
        var counts = (await store.GetJobAsync(job.Id, ct))?.Counts ?? default;
        return Outcome.Completed(new { restored = counts.Completed, conflicts = counts.Failed, skipped = counts.Skipped });
    }

    private async ValueTask RestoreAsync(Type handler, EffectScope scope, Image image, CancellationToken ct)
    {
        await using var services = scopes.CreateAsyncScope(); // effects run after the handler's own scope has ended
        var target = (IRollback)ActivatorUtilities.CreateInstance(services.ServiceProvider, handler);
        try
        {
            var now = EffectScope.Hash(await target.ReadAsync(scope, image.Kind, image.Key, ct));
            if (now == EffectScope.Hash(image.Before))
                return; // it is what it was, perhaps restored by an attempt whose outcome was lost
            if (now != image.After && !image.Force)
            {
                throw FaultException.Permanent(
                    "conflict", $"{image.Kind} {image.Key} has been changed since the job ran, so it was left as it is.",
                    "Look at it; to restore it all the same, force this item.");
            }

            await target.RestoreAsync(scope, image.Kind, image.Key, image.Before, ct);
        }
        finally
        {
            if (target is IAsyncDisposable later)
                await later.DisposeAsync();
            else
                (target as IDisposable)?.Dispose();
        }
    }

    private static JobId JobOf(JobContext job) => JobId.TryParse(job.Config<Config>().Job, null, out var id)
        ? id
        : throw FaultException.Permanent("bad_config", "The config of a rollback names no job.");
}
