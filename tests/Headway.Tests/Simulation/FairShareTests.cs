using Headway.Model;
using Headway.Sim.Engine;
using Headway.Store;

namespace Headway.Tests.Simulation;

/// <summary>One organisation's batch, however large, keeps nobody else waiting; on virtual time.</summary>
public sealed class FairShareTests
{
    private static readonly TimeSpan LongestChunk = TimeSpan.FromSeconds(4); // what the handler of the simulation takes at most

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void job_of_one_item_starts_within_one_chunk_of_another_organisations_hundred_thousand(int seed)
    {
        var world = new SimWorld(seed);
        new SimNode(world, "node").Start(world);
        var ids = new IdSource(world.Clock, new Random(seed));
        var batch = NewJob(ids, "a", [.. Enumerable.Range(1, 100_000).Select(no => new NewItem($"item {no}", null))]);
        Enqueue(world, batch);
        Assert.True(Within(world, TimeSpan.FromMinutes(1), () => world.Store.Peek(batch.Id)?.Counts is { Running: 4, Completed: > 20 }));

        var small = NewJob(ids, "b", null);
        Enqueue(world, small);
        Assert.True(Within(world, TimeSpan.FromMinutes(1), () => world.Store.Peek(small.Id)?.StartedAt is not null));
        var job = world.Store.Peek(small.Id)!;
        Assert.InRange(job.StartedAt!.Value - job.CreatedAt, TimeSpan.Zero, LongestChunk + TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void job_of_another_type_with_higher_priority_goes_before_a_batch_of_its_own_organisation()
    {
        var world = new SimWorld(4);
        new SimNode(world, "node").Start(world);
        var ids = new IdSource(world.Clock, new Random(4));
        var batch = NewJob(ids, "a", [.. Enumerable.Range(1, 10_000).Select(no => new NewItem($"item {no}", null))]);
        Enqueue(world, batch);
        Assert.True(Within(world, TimeSpan.FromMinutes(1), () => world.Store.Peek(batch.Id)?.Counts is { Running: 4 }));

        var urgent = new EnqueuedJob(
            ids.NewJobId(), new NewJob { Type = "plan", Org = "a", Priority = 9, Config = """{"items": 1}""" }, true, true, 1, 4);
        Enqueue(world, urgent);
        Assert.True(Within(world, LongestChunk + TimeSpan.FromSeconds(1), () => world.Store.Peek(urgent.Id)?.StartedAt is not null));
    }

    private static void Enqueue(SimWorld world, EnqueuedJob job) => world.Scheduler.Start(
        () => world.Store.EnqueueAsync([job], CancellationToken.None).AsTask(), e => Assert.Fail(e.Message));

    private static bool Within(SimWorld world, TimeSpan time, Func<bool> done) => world.Scheduler.RunUntil(
        () => world.History.Wrongs.Count > 0 || done(), world.Clock.GetUtcNow() + time) && world.History.Wrongs.Count == 0;

    private static EnqueuedJob NewJob(IdSource ids, string org, IReadOnlyList<NewItem>? items) =>
        new(ids.NewJobId(), new NewJob { Type = "work", Org = org, Items = items }, HasPlan: false, HasFinish: false, 1, 4);
}
