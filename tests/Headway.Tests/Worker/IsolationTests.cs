using System.Diagnostics.CodeAnalysis;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Tests.Worker;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class IsolationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task items_of_a_dead_session_run_one_by_one_with_nothing_beside_them()
    {
        var (hanging, running, most, lost) = (0, 0, 0, false);
        WorkerBench? bench = null;
        bench = await WorkerBench.StartAsync(async (item, ct) =>
        {
            if (!lost && Interlocked.Increment(ref hanging) > 0)
                await Task.Delay(Timeout.InfiniteTimeSpan, bench!.Clock, ct);
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(TimeSpan.FromMilliseconds(300), bench!.Clock, ct);
            Interlocked.Decrement(ref running);
            return Outcome.Completed();
        });
        await using var _ = bench;
        var id = await bench.TellAsync(items: 3);
        await bench.UntilAsync(id, job => job.Counts.Running == 3 && hanging == 3, "three items to run");
        lost = true;
        Guid? first = null; // only the first session dies: the next one may open, and take the first item, before anybody looks
        bench.Line.Before = (_, call) => call is Beat beat && beat.Session == (first ??= beat.Session)
            ? throw FlakyStore.Away()
            : Task.CompletedTask;
        var done = await bench.UntilFinalAsync(id);
        Assert.Equal((3, 1), (done.Counts.Completed, most));
        for (var no = 1; no <= 3; no++)
        {
            Assert.Equal([AttemptOutcome.Lost, AttemptOutcome.Completed], await bench.AttemptsAsync(id, no));
            Assert.Equal(0, (await bench.Store.GetItemAsync(id, no, Ct))!.Crashes);
        }
    }

    [Fact]
    public async Task an_item_its_handler_calls_poison_is_quarantined_at_once_and_let_out_by_a_person()
    {
        var poison = true;
        await using var bench = await WorkerBench.StartAsync((item, _) => item.No == 1 && poison
            ? throw FaultException.Poison("burns", "It burns.")
            : ValueTask.FromResult(Outcome.Completed()));
        var id = await bench.TellAsync(items: 2);
        var job = await bench.UntilFinalAsync(id);
        Assert.Equal((1, 1), (job.Counts.Completed, job.Counts.Failed));
        Assert.True(await bench.Store.GetItemAsync(id, 1, Ct) is { State: ItemState.Quarantined, Attempts: 1, Fault.Code: "burns" });
        poison = false;
        Assert.Equal(ControlResult.Done, await bench.Client.RetryItemAsync(id, 1, null, Ct));
        Assert.Equal(2, (await bench.UntilFinalAsync(id)).Counts.Completed);
    }
}
