using Headway.Model;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IInspectStore Inspections => (IInspectStore)_under.Store;

    [Fact]
    public async Task states_of_a_window_are_those_of_its_items()
    {
        var id = await EnqueueAsync(NewJob(items: 12, chunk: 2));
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session));
        await FinishAsync(Ended(await ClaimOneAsync(session), no => no == 3 ? ItemState.Failed : ItemState.Skipped));
        await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying);
        await ClaimOneAsync(session);

        await SameAsync(id, 12);
        Assert.Equal(
            [new(2, 2, ItemState.Completed), new(3, 3, ItemState.Failed), new(4, 4, ItemState.Skipped), new(5, 6, ItemState.Retrying),
                new(7, 8, ItemState.Running), new StateRun(9, 10, ItemState.Ready)],
            await Inspections.ReadStatesAsync(id, 2, 10, Ct));
        await _store.ControlAsync(id, JobControl.Cancel, "ann", Ct);
        await SameAsync(id, 12);
        Assert.Empty(await Inspections.ReadStatesAsync(id, 13, 20, Ct));
        Assert.Empty(await Inspections.ReadStatesAsync(_ids.NextJob(), 1, 20, Ct));
    }

    [Fact]
    public async Task states_follow_a_simple_job_and_one_that_is_started_afresh()
    {
        var simple = await EnqueueAsync(NewJob());
        await SameAsync(simple, 1);
        await WorkOffAsync(await SessionAsync());
        await SameAsync(simple, 1);

        var id = await EnqueueAsync(NewJob(items: 4));
        await WorkOffAsync(await SessionAsync());
        Assert.Equal([new StateRun(1, 4, ItemState.Completed)], await Inspections.ReadStatesAsync(id, 1, int.MaxValue, Ct));
        await ((ILifeStore)_under.Store).RestartAsync(id, "ann", Ct);
        Assert.Equal([new StateRun(1, 4, ItemState.Ready)], await Inspections.ReadStatesAsync(id, 1, int.MaxValue, Ct));
    }

    [Fact]
    public async Task failures_are_gathered_by_their_code()
    {
        var id = await EnqueueAsync(NewJob(items: 5));
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session), ItemState.Failed);
        await FinishAsync(await ClaimOneAsync(session));
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying);
        await FinishAsync(await ClaimOneAsync(session), ItemState.Failed);

        var group = Assert.Single(await Inspections.GroupFaultsAsync(id, 100, Ct));
        Assert.Equal(("broken", 3, 3, 4), (group.Code, group.Times, group.Items, group.SampleNo));
        Assert.Equal(group.Code, group.Sample.Code);
        Assert.True(group.LastAt - group.FirstAt >= TimeSpan.FromSeconds(4), $"{group.FirstAt} to {group.LastAt}");
        Assert.Equal(2, Assert.Single(await Inspections.GroupFaultsAsync(id, 2, Ct)).Times);
        Assert.Empty(await Inspections.GroupFaultsAsync(_ids.NextJob(), 100, Ct));
    }

    [Fact]
    public async Task newest_lines_of_a_log_come_in_their_order()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await Logs.AppendLogAsync(
            [Line(id, 1, "one"), Line(id, 2, "two", LogLevel.Error), Line(id, 1, "three"), Line(id, 1, "four")], Ct);

        var newest = await Inspections.ReadLogBackAsync(id, new LogFilter(), long.MaxValue, 2, Ct);
        Assert.Equal(["three", "four"], newest.Select(line => line.Message));
        var older = await Inspections.ReadLogBackAsync(id, new LogFilter(), newest[0].Id, 9, Ct);
        Assert.Equal(["one", "two"], older.Select(line => line.Message));
        var bad = await Inspections.ReadLogBackAsync(id, new LogFilter { Level = LogLevel.Warning }, long.MaxValue, 9, Ct);
        Assert.Equal(["two"], bad.Select(line => line.Message));
        var one = await Inspections.ReadLogBackAsync(id, new LogFilter { No = 1 }, long.MaxValue, 2, Ct);
        Assert.Equal(["three", "four"], one.Select(line => line.Message));
    }

    private async Task SameAsync(JobId id, int items)
    {
        var runs = await Inspections.ReadStatesAsync(id, 1, items, Ct);
        var states = runs.SelectMany(run => Enumerable.Repeat(run.State, run.Count)).ToArray();
        Assert.Equal(await StatesAsync(id), states);
        Assert.Equal(Enumerable.Range(0, runs.Count).Select(i => i == 0 ? 1 : runs[i - 1].Last + 1), runs.Select(run => run.First));
    }
}
