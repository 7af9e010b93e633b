using System.Collections.Concurrent;
using Headway.Handlers;
using Headway.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Worker;

/// <summary>
/// Calls the parts of a handler for a chunk, each in a scope of its own, and says what came of each item.
/// Throws what planning and finishing throw.
/// </summary>
internal sealed class HandlerCalls(
    IServiceScopeFactory scopes, IJobStore store, ProgressReporter progress, HeadwayOptions options, TimeProvider clock)
{
    private const int MaxStep = 400;
    private readonly ConcurrentDictionary<Type, ObjectFactory> _factories = new();

    /// <summary>Runs the part the chunk is for. One result an item, in order; a plan whose claim was lost gives an empty list.</summary>
    public async ValueTask<IReadOnlyList<Called>> RunAsync(JobType type, HeldChunk held, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var factory = _factories.GetOrAdd(type.Handler, static handler => ActivatorUtilities.CreateFactory(handler, []));
        var handler = factory(scope.ServiceProvider, []);
        try
        {
            return held.Chunk.Kind switch
            {
                ChunkKind.Plan => await PlanAsync(handler, held, ct),
                ChunkKind.Finish => [await FinishAsync(handler, held, ct)],
                _ => await WorkAsync(handler, held, ct),
            };
        }
        finally
        {
            if (handler is IAsyncDisposable later)
                await later.DisposeAsync();
            else
                (handler as IDisposable)?.Dispose();
        }
    }

    private async ValueTask<IReadOnlyList<Called>> PlanAsync(object handler, HeldChunk held, CancellationToken ct)
    {
        var chunk = held.Chunk;
        if (handler is not IPlanner planner)
            throw FaultException.Permanent(
                "no_plan_part", $"Jobs of type {chunk.Type} no longer have a plan part; submit it again with its items.");
        var job = JobOf(held, 0);
        if (chunk.DryRun)
            return [new Called(0, Outcome.Completed(await DryRun.CountAsync(planner.PlanAsync(job, ct), job, ct)), null)];
        var stands = await new Planning(store, clock, chunk).RunAsync(planner.PlanAsync(job, ct), ct);
        return stands ? [new Called(0, Outcome.Completed(), null)] : [];
    }

    private async ValueTask<Called> FinishAsync(object handler, HeldChunk held, CancellationToken ct)
    {
        var chunk = held.Chunk;
        if (handler is not IFinisher finisher)
            throw FaultException.Permanent(
                "no_finish_part", $"Jobs of type {chunk.Type} no longer have a finish part; retry it with a worker that has one.");
        var outcome = await finisher.FinishAsync(JobOf(held, chunk.Key.Lo), ct) ?? throw NoOutcome(chunk.Type, chunk.Key.Lo);
        if (outcome.FollowUps.Count > 0)
            throw FaultException.Permanent("late_follow_up", $"The finish part of {chunk.Type} may not add items; only work items can.");
        return new Called(chunk.Key.Lo, outcome, null);
    }

    private async ValueTask<IReadOnlyList<Called>> WorkAsync(object handler, HeldChunk held, CancellationToken ct)
    {
        var chunk = held.Chunk;
        var items = new ItemContext[chunk.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var item = chunk.Items[i];
            items[i] = new ItemContext(JobOf(held, item.No), item.No, item.Name, item.Input, item.Life);
        }

        if (handler is IChunkHandler together)
            return await WorkTogetherAsync(together, held, items, ct);

        var one = (IJobHandler)handler;
        var called = new List<Called>(items.Length);
        foreach (var item in items)
            called.Add(await WorkOneAsync(one, item, ct));
        return called;
    }

    private static async ValueTask<Called> WorkOneAsync(IJobHandler handler, ItemContext item, CancellationToken ct)
    {
        try
        {
            ct.ThrowIfCancellationRequested();
            var outcome = await handler.WorkAsync(item, ct) ?? throw NoOutcome(item.Job.Type, item.No);
            return new Called(item.No, outcome, null);
        }
        catch (Exception e)
        {
            return new Called(item.No, null, e); // one item's failure is its own; the rest of the chunk goes on
        }
    }

    private async ValueTask<IReadOnlyList<Called>> WorkTogetherAsync(
        IChunkHandler handler, HeldChunk held, ItemContext[] items, CancellationToken ct)
    {
        var context = new ChunkContext(JobOf(held, items[0].No), items);
        Exception? thrown = null;
        try
        {
            await handler.WorkAsync(context, ct);
        }
        catch (Exception e)
        {
            thrown = e;
        }

        return
        [
            .. items.Select(item => context.OutcomeOf(item) is { } outcome
                ? new Called(item.No, outcome, null)
                : new Called(item.No, null, thrown ?? NoOutcome(held.Chunk.Type, item.No))),
        ];
    }

    private static FaultException NoOutcome(string type, int no) =>
        FaultException.Permanent(
            "no_outcome", $"The handler of {type} gave item {no} no outcome.", "This is a bug in the handler: every item needs one.");

    private JobContext JobOf(HeldChunk held, int no)
    {
        var chunk = held.Chunk;
        return new JobContext(
            chunk.Key.JobId, chunk.Type, chunk.Org, chunk.CreatedBy, chunk.Name, chunk.Generation, chunk.Life, chunk.Number,
            chunk.Config,
            options.Json, (percent, step) => progress.Note(new ProgressReport(chunk.Key, no, percent, SafeText.Cut(step, MaxStep))),
            held.Meter);
    }
}

/// <summary>What a handler's call came to: an outcome, or what it threw.</summary>
internal readonly record struct Called(int No, Outcome? Outcome, Exception? Thrown);
