using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Tests.Worker;

[SuppressMessage("Usage", "xUnit1051", Justification = "virtual time ends what a test waits for")]
public sealed class LivesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_dry_run_counts_the_plan_and_works_nothing()
    {
        await using var bench = await WorkerBench.StartAsync(headway => headway.AddJobType<Whole>("whole"));
        var id = await bench.Client.EnqueueAsync(new NewJob { Type = "whole", Config = """{"items":1234}""", DryRun = true }, Ct);
        var job = await bench.UntilFinalAsync(id);
        Assert.True(job is { Status: JobStatus.Completed, Counts.Total: 0, DryRun: true });
        using var result = JsonDocument.Parse(job.Result!);
        Assert.Equal(1234, result.RootElement.GetProperty("items").GetInt32());
        var sample = result.RootElement.GetProperty("sample").EnumerateArray().ToList();
        Assert.Equal((20, 20), (sample.Count, sample[19].GetProperty("input").GetProperty("value").GetInt32()));
        await Assert.ThrowsAsync<SubmissionException>(async () => await bench.Client.EnqueueAsync(
            new NewJob { Type = "whole", DryRun = true, Items = [new NewItem(null, null)] }, Ct));
    }

    [Fact]
    public async Task a_retry_changes_the_effect_keys_of_its_item_and_a_restart_those_of_all()
    {
        var keys = new List<(int No, string Key)>();
        var broken = true;
        await using var bench = await WorkerBench.StartAsync((item, _) =>
        {
            lock (keys)
                keys.Add((item.No, item.EffectKey("mail")));
            return broken && (item.No == 2 || item.Job.Attempt == 1)
                ? throw (item.No == 2 ? FaultException.Permanent("broken", "It broke.") : FaultException.Transient("later", "Not now."))
                : ValueTask.FromResult(Outcome.Completed());
        });
        var id = await bench.TellAsync(items: 3);
        await bench.UntilAsync(id, job => job.Counts.Failed == 1, "the failure of item 2");
        broken = false;
        Assert.Equal(ControlResult.Done, await bench.Client.RetryItemAsync(id, 2, null, Ct));
        await bench.UntilFinalAsync(id);
        Assert.Equal([1, 2, 1], KeysOf(1, 2, 3));

        await bench.Store.RestartAsync(id, null, Ct);
        await bench.UntilFinalAsync(id);
        Assert.Equal([2, 3, 2], KeysOf(1, 2, 3));

        int[] KeysOf(params int[] nos) => [.. nos.Select(no => keys.Where(key => key.No == no).Distinct().Count())];
    }

    [Fact]
    public async Task a_handler_of_an_earlier_generation_is_stopped_and_records_nothing()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = true;
        await using var bench = await WorkerBench.StartAsync(async (item, ct) =>
        {
            if (!first)
                return Outcome.Completed("second");
            first = false;
            await using var told = ct.Register(() => stopped.TrySetResult());
            await stopped.Task;
            return Outcome.Completed("first");
        });
        var id = await bench.TellAsync(items: 1);
        await bench.UntilAsync(id, job => job.Counts.Running == 1, "a start");
        await bench.Store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Equal(ControlResult.Done, await bench.Store.RestartAsync(id, null, Ct));
        var job = await bench.UntilFinalAsync(id);
        await bench.WhileAsync(stopped.Task);
        Assert.Equal("\"second\"", (await bench.Store.GetItemAsync(job.Id, 1, Ct))!.Output);
        Assert.Equal([AttemptOutcome.Cancelled, AttemptOutcome.Completed], await bench.AttemptsAsync(id));
    }
}
