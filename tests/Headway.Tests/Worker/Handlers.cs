using System.Runtime.CompilerServices;
using Headway.Handlers;
using Headway.Model;
using Headway.Sim;

namespace Headway.Tests.Worker;

/// <summary>Answers its input doubled.</summary>
internal sealed class Doubling : IJobHandler
{
    internal sealed record Number(int Value);

    public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) =>
        ValueTask.FromResult(Outcome.Completed(new Number(item.Input<Number>().Value * 2)));
}

/// <summary>Plans as many items as its config says, works them, and counts them at the end.</summary>
internal sealed class Whole : IJobHandler, IPlanner, IFinisher
{
    internal sealed record Size(int Items);

    public async IAsyncEnumerable<NewItem> PlanAsync(JobContext job, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var i = 1; i <= job.Config<Size>().Items; i++)
        {
            if (i % 100 == 0)
                await Task.Yield();
            yield return new NewItem($"item {i}", $$"""{"value":{{i}}}""");
        }
    }

    public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed());

    public ValueTask<Outcome> FinishAsync(JobContext job, CancellationToken ct) =>
        ValueTask.FromResult(Outcome.Completed(new { done = job.Config<Size>().Items }));
}

/// <summary>Does what the test says.</summary>
internal sealed class Told(Script script) : IJobHandler
{
    public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => script.Work(item, ct);
}

/// <summary>What a test tells <see cref="Told"/>.</summary>
internal sealed record Script(Func<ItemContext, CancellationToken, ValueTask<Outcome>> Work);

/// <summary>Works even items, forgets the rest.</summary>
internal sealed class Together : IChunkHandler
{
    public ValueTask WorkAsync(ChunkContext chunk, CancellationToken ct)
    {
        foreach (var item in chunk.Items.Where(item => item.No % 2 == 0))
            chunk.Set(item, Outcome.Completed(new { together = chunk.Items.Count }));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Writes a row along with its outcome.</summary>
internal sealed class Writing : IJobHandler
{
    public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) =>
        ValueTask.FromResult(Outcome.Completed().With((scope, _) =>
        {
            scope.Feature<SimRows>()!.Add($"{item.Job.Id}/{item.No}");
            return item.InputJson?.Contains("break", StringComparison.Ordinal) == true
                ? throw new InvalidOperationException("the row is refused")
                : ValueTask.CompletedTask;
        }));
}
