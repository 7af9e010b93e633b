using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IExportStore Exports => (IExportStore)_under.Store;

    [Fact]
    public async Task window_of_items_is_whole_and_filtered()
    {
        var id = await EnqueueAsync(NewJob(items: 7));
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session));
        await FinishAsync(await ClaimOneAsync(session), ItemState.Failed);

        var all = await Exports.ReadItemsAsync(id, new ItemFilter(), 1, 7, Ct);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], all.Select(item => item.No));
        foreach (var item in all)
            Assert.Equal(await ItemAsync(id, item.No), item);
        Assert.Equal([3, 4], (await Exports.ReadItemsAsync(id, new ItemFilter(), 3, 4, Ct)).Select(item => item.No));
        var failed = await Exports.ReadItemsAsync(id, new ItemFilter { States = [ItemState.Failed] }, 1, 7, Ct);
        Assert.Equal([2], failed.Select(item => item.No));
        Assert.Empty(await Exports.ReadItemsAsync(id, new ItemFilter(), 8, 20, Ct));
        Assert.Empty(await Exports.ReadItemsAsync(_ids.NextJob(), new ItemFilter(), 1, 20, Ct));
    }

    [Fact]
    public async Task window_of_attempts_has_those_of_each_item()
    {
        var id = await EnqueueAsync(NewJob(plan: true, finish: true, chunk: 3));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 5), Ct);
        await FinishAsync(plan);
        await FinishAsync(Ended(await ClaimOneAsync(session), no => no == 2 ? ItemState.Retrying : ItemState.Completed));
        await _store.ReleaseAsync([(await ClaimOneAsync(session)).Key], Ct);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await _store.PromoteAsync(Ct);
        session = await SessionAsync();
        await WorkOffAsync(session);

        var all = await Exports.ReadAttemptsAsync(id, 0, 6, Ct);
        var expected = new List<Attempt>();
        for (var no = 0; no <= 6; no++)
            expected.AddRange(await _store.ListAttemptsAsync(id, no, Ct));
        Assert.Equal([.. expected], all);
        Assert.Contains(all, attempt => attempt is { No: 2, Outcome: AttemptOutcome.Failed, Fault.Code: "broken" });
        Assert.Equal([.. expected.Where(attempt => attempt.No is 2 or 3)], await Exports.ReadAttemptsAsync(id, 2, 3, Ct));
        Assert.Empty(await Exports.ReadAttemptsAsync(_ids.NextJob(), 0, 9, Ct));
    }
}
