using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task unknown_job_has_nothing()
    {
        var id = _ids.NextJob();
        Assert.Null(await _store.GetJobAsync(id, Ct));
        Assert.Null(await _store.GetItemAsync(id, 1, Ct));
        Assert.Empty((await _store.ListItemsAsync(id, new ItemFilter(), new PageRequest(10), Ct)).Rows);
        Assert.Empty(await _store.ListAttemptsAsync(id, 1, Ct));
        Assert.Empty(await _store.ListHistoryAsync(id, Ct));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task jobs_are_paged_newest_first_without_gaps(int limit)
    {
        var ids = new List<JobId>();
        for (var i = 0; i < 6; i++)
            ids.Insert(0, await EnqueueAsync(NewJob()));
        var pages = new List<Page<Job>>();
        do
            pages.Add(await _store.ListJobsAsync(new JobFilter(), new PageRequest(limit, pages.LastOrDefault()?.Next), Ct));
        while (pages[^1].Next is not null);
        Assert.Equal(ids, pages.SelectMany(page => page.Rows).Select(job => job.Id));
        Assert.Equal((6 + limit - 1) / limit, pages.Count);
        Assert.All(pages.SkipLast(1), page => Assert.Equal(limit, page.Rows.Count));
    }

    [Fact]
    public async Task listed_job_is_the_job()
    {
        var id = await EnqueueAsync(NewJob(items: 2, name: "n"));
        await ClaimOneAsync(await SessionAsync());
        AssertSame(await JobAsync(id), Assert.Single((await _store.ListJobsAsync(new JobFilter(), new PageRequest(10), Ct)).Rows));
    }

    [Fact]
    public async Task jobs_that_come_while_paging_do_not_disturb_it()
    {
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(NewJob());
        var page = await _store.ListJobsAsync(new JobFilter(), new PageRequest(1), Ct);
        await EnqueueAsync(NewJob());
        Assert.Equal(second, page.Rows[0].Id);
        var next = await _store.ListJobsAsync(new JobFilter(), new PageRequest(5, page.Next), Ct);
        Assert.Equal([first], next.Rows.Select(job => job.Id));
    }

    [Fact]
    public async Task made_up_page_reference_is_an_argument_error()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
            await _store.ListJobsAsync(new JobFilter(), new PageRequest(5, "x'; --"), Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await _store.ListItemsAsync(id, new ItemFilter(), new PageRequest(5, "x'; --"), Ct));
    }

    [Fact]
    public async Task jobs_are_filtered_by_organisation_type_status_and_time()
    {
        var a = await EnqueueAsync(NewJob(org: "a"));
        var b = await EnqueueAsync(NewJob(org: "b", type: "other"));
        await AdvanceAsync(TimeSpan.FromHours(1));
        var hour = await _store.NowAsync(Ct);
        var c = await EnqueueAsync(NewJob(org: "b"));
        await _store.ControlAsync(c, JobControl.Cancel, null, Ct);

        Assert.Equal([a], await FindAsync(new JobFilter { Org = "a" }));
        Assert.Equal([c, b], await FindAsync(new JobFilter { Org = "b" }));
        Assert.Equal([c, a], await FindAsync(new JobFilter { Types = ["work"] }));
        Assert.Equal([c, b, a], await FindAsync(new JobFilter { Types = ["work", "other", "none"] }));
        Assert.Equal([b, a], await FindAsync(new JobFilter { Statuses = [JobStatus.Queued] }));
        Assert.Equal([c, b, a], await FindAsync(new JobFilter { Statuses = [JobStatus.Queued, JobStatus.Cancelled] }));
        Assert.Empty(await FindAsync(new JobFilter { Statuses = [JobStatus.Failed] }));
        Assert.Equal([c], await FindAsync(new JobFilter { From = hour }));
        Assert.Equal([b, a], await FindAsync(new JobFilter { To = hour }));
        Assert.Equal([c], await FindAsync(
            new JobFilter { Org = "b", Types = ["work"], Statuses = [JobStatus.Cancelled], From = hour, To = hour.AddHours(1) }));
        Assert.Empty(await FindAsync(new JobFilter { Org = "a", Types = ["other"] }));
    }

    [Theory]
    [InlineData("fall", "Fall import 50%")]
    [InlineData("IMPORT", "Fall import 50%|spring_import|Import \\ old")]
    [InlineData("0%", "Fall import 50%")]
    [InlineData("%", "Fall import 50%")]
    [InlineData("_", "spring_import")]
    [InlineData("\\", "Import \\ old")]
    [InlineData("'; DROP TABLE job; --", "")]
    public async Task jobs_are_searched_by_part_of_their_name(string search, string expected)
    {
        foreach (var name in (string?[])["Fall import 50%", "spring_import", "Import \\ old", null])
            await EnqueueAsync(NewJob(name: name));
        var page = await _store.ListJobsAsync(new JobFilter { Search = search }, new PageRequest(10), Ct);
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(), page.Rows.Select(job => job.Name!).Order());
    }

    [Fact]
    public async Task jobs_are_searched_by_whole_id_in_either_form()
    {
        var id = await EnqueueAsync(NewJob());
        await EnqueueAsync(NewJob());
        Assert.Equal([id], await FindAsync(new JobFilter { Search = id.ToString() }));
        Assert.Equal([id], await FindAsync(new JobFilter { Search = id.Value.ToString() }));
        Assert.Equal([id], await FindAsync(new JobFilter { Search = id.Value.ToString().ToUpperInvariant() }));
        Assert.Empty(await FindAsync(new JobFilter { Search = _ids.NextJob().ToString() }));
    }

    [Fact]
    public async Task items_are_paged_and_filtered_by_their_derived_states()
    {
        var id = await EnqueueAsync(NewJob(items: 9));
        var chunks = await ClaimAsync(await SessionAsync(), max: 6);
        ItemState[] states = [ItemState.Completed, ItemState.Skipped, ItemState.Failed, ItemState.Retrying];
        await _store.FinishAsync([.. chunks.Take(4).Select(chunk => Ended(chunk, no => states[no - 1]))], Ct);
        await _store.ReleaseAsync([chunks[4].Key], Ct);

        Assert.Equal([1], await NosAsync(ItemState.Completed));
        Assert.Equal([2], await NosAsync(ItemState.Skipped));
        Assert.Equal([3], await NosAsync(ItemState.Failed));
        Assert.Equal([4], await NosAsync(ItemState.Retrying));
        Assert.Equal([5, 7, 8, 9], await NosAsync(ItemState.Ready));
        Assert.Equal([6], await NosAsync(ItemState.Running));
        Assert.Equal([3, 5, 7, 8, 9], await NosAsync(ItemState.Failed, ItemState.Ready));
        Assert.Empty(await NosAsync(ItemState.Blocked, ItemState.Scheduled, ItemState.Cancelled, ItemState.Quarantined));
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Equal([4, 5, 6, 7, 8, 9], await NosAsync(ItemState.Cancelled));
        Assert.Empty(await NosAsync(ItemState.Ready, ItemState.Running, ItemState.Retrying));

        async ValueTask<IEnumerable<int>> NosAsync(params ItemState[] wanted)
        {
            var all = await ItemPagesAsync(id, wanted, limit: 100);
            Assert.Equal(all.Select(item => item.No), (await ItemPagesAsync(id, wanted, limit: 2)).Select(item => item.No));
            Assert.All(all, item => Assert.Contains(item.State, wanted));
            return all.Select(item => item.No);
        }
    }

    [Fact]
    public async Task items_of_a_held_job_are_scheduled()
    {
        var due = (await _store.NowAsync(Ct)).AddHours(1);
        var id = await EnqueueAsync(NewJob(items: 2, dueAt: due));
        var simple = await EnqueueAsync(NewJob(dueAt: due));
        var items = await ItemPagesAsync(id, [ItemState.Scheduled], 10);
        Assert.Equal([1, 2], items.Select(item => item.No));
        Assert.All(items, item => Assert.Equal(due, item.DueAt));
        Assert.Empty(await ItemPagesAsync(id, [ItemState.Ready], 10));
        Assert.Single(await ItemPagesAsync(simple, [ItemState.Scheduled], 10));
    }

    [Fact]
    public async Task item_of_a_simple_job_is_listed()
    {
        var id = await EnqueueAsync(NewJob());
        Assert.True(Assert.Single(await ItemPagesAsync(id, [], 10)) is { No: 1, State: ItemState.Ready, Name: null });
        await WorkOffAsync(await SessionAsync());
        Assert.True(Assert.Single(await ItemPagesAsync(id, [ItemState.Completed], 10)) is
        {
            No: 1, Attempts: 1, Output: null,
            FinishedAt: not null
        });
        Assert.Empty(await ItemPagesAsync(id, [ItemState.Ready], 10));
    }

    [Fact]
    public async Task listed_items_carry_attempts_faults_and_times()
    {
        var id = await EnqueueAsync(NewJob(items: 3));
        var chunks = await ClaimAsync(await SessionAsync(), max: 2);
        await FinishAsync(chunks[0], ItemState.Failed);
        await FinishAsync(chunks[1], ItemState.Retrying);
        foreach (var item in await ItemPagesAsync(id, [], 10))
            Assert.Equal(await ItemAsync(id, item.No) with { Input = null, Output = null }, item);
    }

    [Fact]
    public async Task jobs_are_counted_by_status()
    {
        await EnqueueAsync(NewJob(org: "a"));
        await EnqueueAsync(NewJob(org: "b"));
        await _store.ControlAsync(await EnqueueAsync(NewJob(org: "b")), JobControl.Cancel, null, Ct);
        var all = await _store.CountJobsAsync(null, Ct);
        Assert.Equal((2, 1, 3), (all.GetValueOrDefault(JobStatus.Queued), all.GetValueOrDefault(JobStatus.Cancelled), all.Values.Sum()));
        var b = await _store.CountJobsAsync("b", Ct);
        Assert.Equal((1, 1, 2), (b.GetValueOrDefault(JobStatus.Queued), b.GetValueOrDefault(JobStatus.Cancelled), b.Values.Sum()));
        Assert.Equal(0, (await _store.CountJobsAsync("c", Ct)).Values.Sum());
    }

    private async ValueTask<IEnumerable<JobId>> FindAsync(JobFilter filter) =>
        (await _store.ListJobsAsync(filter, new PageRequest(100), Ct)).Rows.Select(job => job.Id);

    private async ValueTask<List<Item>> ItemPagesAsync(JobId id, ItemState[] states, int limit)
    {
        var items = new List<Item>();
        string? after = null;
        do
        {
            var page = await _store.ListItemsAsync(id, new ItemFilter { States = states }, new PageRequest(limit, after), Ct);
            items.AddRange(page.Rows);
            after = page.Next;
        }
        while (after is not null);
        return items;
    }
}
