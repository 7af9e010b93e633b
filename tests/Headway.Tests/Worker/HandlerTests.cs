using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Tests.Worker;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class HandlerTests
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task many_reports_of_progress_become_one_write_a_second()
    {
        var writes = new List<IReadOnlyList<ProgressReport>>();
        await using var bench = await WorkerBench.StartAsync(async (item, _) =>
        {
            for (var i = 1; i <= 10_000; i++)
                item.Progress(i, 20_000, $"page {i}");
            await _go.Task;
            return Outcome.Completed();
        });
        bench.Line.Before = (name, argument) =>
        {
            if (name == "ReportAsync")
                writes.Add((IReadOnlyList<ProgressReport>)argument!);
            return Task.CompletedTask;
        };
        var id = await bench.TellAsync();
        await bench.UntilAsync(id, job => job.Step == "page 10000", "the last report");
        Assert.InRange(writes.Count, 1, 2);
        Assert.Equal(50, writes[^1][0].Percent);
        _go.SetResult();
        await bench.UntilFinalAsync(id);
    }

    [Fact]
    public async Task follow_ups_join_the_job()
    {
        await using var bench = await WorkerBench.StartAsync((item, _) => ValueTask.FromResult(item.No > 1
            ? Outcome.Completed()
            : Outcome.Completed().WithFollowUp(new NewItem("second", "2")).WithFollowUp(new NewItem("third", "3"))));
        var job = await bench.UntilFinalAsync(await bench.TellAsync(items: 1));
        Assert.Equal((3, 3), (job.Counts.Total, job.Counts.Completed));
        Assert.Equal("third", (await bench.Store.GetItemAsync(job.Id, 3, CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task long_job_of_one_organisation_leaves_a_slot_to_another()
    {
        await using var bench = await WorkerBench.StartAsync(
            async (item, _) =>
            {
                if (item.Job.Org == "big")
                    await _go.Task;
                return Outcome.Completed();
            },
            options: new WorkerOptions { Slots = 2 });
        var items = Enumerable.Range(1, 100).Select(no => new NewItem(null, $"{no}")).ToList();
        var ids = await bench.Client.EnqueueManyAsync(
            [new NewJob { Type = "told", Org = "big", Items = items }, new NewJob { Type = "told", Org = "small" }]);
        await bench.UntilFinalAsync(ids[1]);
        _go.SetResult();
        Assert.Equal(100, (await bench.UntilFinalAsync(ids[0])).Counts.Completed);
    }

    [Fact]
    public async Task long_job_leaves_a_slot_to_another_of_its_own_organisation()
    {
        await using var bench = await WorkerBench.StartAsync(
            async (item, _) =>
            {
                if (item.Job.Name == "big")
                    await _go.Task;
                return Outcome.Completed();
            },
            options: new WorkerOptions { Slots = 4 });
        var items = Enumerable.Range(1, 100).Select(no => new NewItem(null, $"{no}")).ToList();
        var ids = await bench.Client.EnqueueManyAsync(
            [new NewJob { Type = "told", Name = "big", Items = items }, new NewJob { Type = "told", Name = "small" }]);
        await bench.UntilFinalAsync(ids[1]);
        _go.SetResult();
        await bench.UntilFinalAsync(ids[0]);
    }

    [Fact]
    public async Task slow_plan_is_stored_while_it_goes_on()
    {
        await using var bench = await WorkerBench.StartAsync(headway =>
        {
            headway.Services.AddSingleton(_go);
            headway.AddJobType<SlowPlan>("slow");
        });
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "slow" });
        await bench.UntilAsync(id, job => job is { Planned: false, Counts.Completed: 2 }, "the first two items to be worked");
        _go.SetResult();
        Assert.Equal(3, (await bench.UntilFinalAsync(id)).Counts.Completed);
    }

    [Fact]
    public async Task plan_with_a_bad_item_fails_for_good_and_says_which()
    {
        await using var bench = await WorkerBench.StartAsync(headway => headway.AddJobType<BadPlan>("bad"));
        var job = await bench.UntilFinalAsync(await bench.Client.EnqueueAsync(new NewJob { Type = "bad" }));
        Assert.Equal((JobStatus.Failed, "bad_plan"), (job.Status, job.Fault?.Code));
        Assert.Contains("Item 2", job.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task handler_gets_its_services_in_a_scope_of_the_chunk()
    {
        await using var bench = await WorkerBench.StartAsync(headway =>
        {
            headway.Services.AddScoped<Scoped>();
            headway.AddJobType<ScopedHandler>("scoped", type => type with { Chunk = 2 });
        });
        var items = Enumerable.Range(1, 4).Select(no => new NewItem(null, $"{no}")).ToList();
        var job = await bench.UntilFinalAsync(await bench.Client.EnqueueAsync(new NewJob { Type = "scoped", Items = items }));
        var outputs = new List<string?>();
        for (var no = 1; no <= 4; no++)
            outputs.Add((await bench.Store.GetItemAsync(job.Id, no, CancellationToken.None))!.Output);
        Assert.Equal(outputs[0], outputs[1]);
        Assert.Equal(2, outputs.Distinct().Count());
    }

    [Fact]
    public async Task handler_that_cannot_be_made_is_a_fault_in_words()
    {
        await using var bench = await WorkerBench.StartAsync(headway =>
            headway.AddJobType<ScopedHandler>("scoped", type => type with { Retry = new() { Retries = 0 } }));
        var job = await bench.UntilFinalAsync(await bench.Client.EnqueueAsync(new NewJob { Type = "scoped" }));
        Assert.Contains(nameof(Scoped), job.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void options_that_make_no_sense_are_refused_at_once() =>
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddHeadway(headway =>
            headway.AddWorker(new WorkerOptions { Beat = TimeSpan.FromSeconds(15) })));

    internal sealed class Scoped
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    internal sealed class ScopedHandler(Scoped scoped) : IJobHandler
    {
        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed(scoped.Id));
    }

    internal sealed class SlowPlan(TaskCompletionSource go) : IJobHandler, IPlanner
    {
        public async IAsyncEnumerable<NewItem> PlanAsync(JobContext job, [EnumeratorCancellation] CancellationToken ct)
        {
            yield return new NewItem("one", null);
            yield return new NewItem("two", null);
            await go.Task;
            yield return new NewItem("three", null);
        }

        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed());
    }

    internal sealed class BadPlan : IJobHandler, IPlanner
    {
        public async IAsyncEnumerable<NewItem> PlanAsync(JobContext job, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.Yield();
            yield return new NewItem("one", null);
            yield return new NewItem("two", "this is no JSON");
        }

        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed());
    }
}
