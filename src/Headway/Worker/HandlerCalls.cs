using System.Collections.Concurrent;
using Headway.Handlers;
using Headway.Logs;
using Headway.Store;
using Headway.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Calls the parts of a handler for a chunk, each in a scope of its own, and says what came of each item.
/// Throws what planning and finishing throw.
/// </summary>
internal sealed class HandlerCalls(
    IServiceScopeFactory scopes, IJobStore store, ProgressReporter progress, HeadwayOptions options, TimeProvider clock, JobLog log,
    ILoggerFactory loggers, Breakers? breakers = null)
{
    private const int MaxStep = 400;
    private static readonly ConcurrentDictionary<Type, ObjectFactory> Factories = new(); // know nothing of any host: made once a process

    /// <summary>Runs the part the chunk is for. One result an item, in order; a plan whose claim was lost gives an empty list.</summary>
    public async ValueTask<IReadOnlyList<Called>> RunAsync(JobType type, HeldChunk held, CancellationToken ct)
    {
        using var span = HeadwayTraces.Working(held.Chunk);
        if (span is null)
            return await CallAsync(type, held, ct);
        try
        {
            var called = await CallAsync(type, held, ct);
            if (called.FirstOrDefault(call => call.Thrown is not null).Thrown is { } thrown)
                span.Failed(thrown);
            return called;
        }
        catch (Exception e)
        {
            span.Failed(e);
            throw;
        }
    }

    private ValueTask<IReadOnlyList<Called>> CallAsync(JobType type, HeldChunk held, CancellationToken ct) =>
        InScopeAsync<IReadOnlyList<Called>>(type, async handler => held.Chunk.Kind switch
        {
            ChunkKind.Plan => await PlanAsync(handler, held, ct),
            ChunkKind.Finish => [await FinishAsync(handler, held, ct)],
            _ => await WorkAsync(type, handler, held, ct),
        });

    /// <summary>How many items a job will have: its handler's count, or, where it has none, its plan enumerated and not kept.</summary>
    public ValueTask<int> CountAsync(JobType type, EnqueuedJob job, CancellationToken ct) => InScopeAsync(type, async handler =>
    {
        var of = job.Job;
        var context = new JobContext(
            job.Id, of.Type, of.Org, of.CreatedBy, of.Name, generation: 1, life: 1, attempt: 1, of.Config,
            options.Json, static (_, _) => { });
        if (handler is ICounter counter)
            return await counter.CountAsync(context, ct);
        var count = 0;
        await foreach (var _ in ((IPlanner)handler).PlanAsync(context, ct))
            count++;
        return count;
    });

    private async ValueTask<T> InScopeAsync<T>(JobType type, Func<object, ValueTask<T>> call)
    {
        await using var scope = scopes.CreateAsyncScope();
        var factory = Factories.GetOrAdd(type.Handler, static handler => ActivatorUtilities.CreateFactory(handler, []));
        var handler = factory(scope.ServiceProvider, []);
        try
        {
            return await call(handler);
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
        var scope = JobLog.Current = ScopeOf(chunk, 0);
        try
        {
            var job = JobOf(held, 0, scope);
            if (chunk.DryRun)
                return [new Called(0, Outcome.Completed(await DryRun.CountAsync(planner.PlanAsync(job, ct), job, ct)), null)];
            var stands = await new Planning(store, clock, chunk).RunAsync(planner.PlanAsync(job, ct), ct);
            return stands ? [new Called(0, Outcome.Completed(), null)] : [];
        }
        finally
        {
            log.End(scope);
        }
    }

    private async ValueTask<Called> FinishAsync(object handler, HeldChunk held, CancellationToken ct)
    {
        var chunk = held.Chunk;
        if (handler is not IFinisher finisher)
            throw FaultException.Permanent(
                "no_finish_part", $"Jobs of type {chunk.Type} no longer have a finish part; retry it with a worker that has one.");
        var outcome = await FinishAsync(finisher, held, ct) ?? throw NoOutcome(chunk.Type, chunk.Key.Lo);
        if (outcome.FollowUps.Count > 0)
            throw FaultException.Permanent("late_follow_up", $"The finish part of {chunk.Type} may not add items; only work items can.");
        if (outcome.Children.Count > 0)
            throw FaultException.Permanent("late_child", $"The finish part of {chunk.Type} may not add children; only work items can.");
        return new Called(chunk.Key.Lo, outcome, null);
    }

    private async ValueTask<Outcome?> FinishAsync(IFinisher finisher, HeldChunk held, CancellationToken ct)
    {
        var scope = JobLog.Current = ScopeOf(held.Chunk, held.Key.Lo);
        try
        {
            return await finisher.FinishAsync(JobOf(held, held.Key.Lo, scope), ct);
        }
        finally
        {
            log.End(scope);
        }
    }

    private async ValueTask<IReadOnlyList<Called>> WorkAsync(
        JobType type, object handler, HeldChunk held, CancellationToken ct)
    {
        var chunk = held.Chunk;
        var items = new ItemContext[chunk.Items.Count];
        var scopes = new JobLogScope[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var item = chunk.Items[i];
            scopes[i] = ScopeOf(chunk, item.No);
            items[i] = new ItemContext(JobOf(held, item.No, scopes[i]), item.No, item.Name, item.Input, item.Life);
        }

        if (handler is IChunkHandler together)
            return await WorkTogetherAsync(type, together, held, items, scopes, ct);

        var one = (IJobHandler)handler;
        var called = new List<Called>(items.Length);
        var timed = ItemTime.IsFor(type, chunk);
        for (var i = 0; i < items.Length; i++)
        {
            called.Add(timed
                ? await WorkOneAsync(one, held, items[i], scopes[i], type)
                : await WorkOneAsync(one, items[i], scopes[i], type.Destination, ct));
        }

        return called;
    }

    /// <summary>An item with a time of its own: when it is up, the items after it are worked all the same.</summary>
    private async ValueTask<Called> WorkOneAsync(
        IJobHandler handler, HeldChunk held, ItemContext item, JobLogScope scope, JobType type)
    {
        await using var time = new ItemTime(held, type.AttemptTimeout, clock);
        var called = await WorkOneAsync(handler, item, scope, type.Destination, time.Stopped);
        return called with { TimedOut = time.IsOut && held.Reason == StopReason.None };
    }

    private async ValueTask<Called> WorkOneAsync(
        IJobHandler handler, ItemContext item, JobLogScope scope, string? destination, CancellationToken ct)
    {
        JobLog.Current = scope; // ends with this method: what an async method sets does not flow out of it
        try
        {
            ct.ThrowIfCancellationRequested();
            if (destination is not null)
                await item.CallsAsync(destination, ct);
            var outcome = await handler.WorkAsync(item, ct) ?? throw NoOutcome(item.Job.Type, item.No);
            return new Called(item.No, outcome, null);
        }
        catch (Exception e)
        {
            return new Called(item.No, null, e); // one item's failure is its own; the rest of the chunk goes on
        }
        finally
        {
            log.End(scope);
        }
    }

    private async ValueTask<IReadOnlyList<Called>> WorkTogetherAsync(
        JobType type, IChunkHandler handler, HeldChunk held, ItemContext[] items, JobLogScope[] scopes, CancellationToken ct)
    {
        JobLog.Current = scopes[0];
        var context = new ChunkContext(JobOf(held, items[0].No, scopes[0]), items);
        Exception? thrown = null;
        try
        {
            if (type.Destination is not null)
                await context.Job.CallsAsync(type.Destination, ct);
            await handler.WorkAsync(context, ct);
        }
        catch (Exception e)
        {
            thrown = e;
        }

        foreach (var scope in scopes)
            log.End(scope);
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

    private static JobLogScope ScopeOf(ClaimedChunk chunk, int no) => new(chunk.Key.JobId, no, chunk.Generation, chunk.Number);

    private JobContext JobOf(HeldChunk held, int no, JobLogScope scope)
    {
        var chunk = held.Chunk;
        return new JobContext(
            chunk.Key.JobId, chunk.Type, chunk.Org, chunk.CreatedBy, chunk.Name, chunk.Generation, chunk.Life, chunk.Number, chunk.Config,
            options.Json, (percent, step) => progress.Note(new ProgressReport(chunk.Key, no, percent, SafeText.Cut(step, MaxStep))),
            () => new ScopedLogger(loggers.CreateLogger($"Headway.Jobs.{chunk.Type}"), scope), held.Meter,
            breakers is null ? null : (breakers, held, no));
    }
}

/// <summary>What a handler's call came to: an outcome, or what it threw.</summary>
internal readonly record struct Called(int No, Outcome? Outcome, Exception? Thrown)
{
    /// <summary>The time of this item alone was up.</summary>
    public bool TimedOut { get; init; }
}
