using CsCheck;
using Headway.Model;
using Headway.Search;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private static readonly string[] Labelled = ["BIO 101", "bio 201", "CHEM 50%", ""];

    private static readonly string[] Configs =
    [
        "{}", """{"limit":500}""", """{"limit":501.5,"source":{"kind":"pdf"}}""", """{"limit":"many","source":{"kind":"PDF"}}""",
        """{"limit":null,"list":[1,2,{"kind":"html"}]}""", """{"list":[[7]],"l\u0069mit":9}""", """{"text":"a\u0000b\\\"c"}""", "[1]", "7",
    ];

    private static readonly Gen<string> Values = OneOf("500", "*", "pdf", "501", "m*", "true", "9", "7", "1", "2");

    private static readonly Gen<ConfigTerm> ConfigTerms =
        from path in OneOf("limit", "source.kind", "list", "list.0", "list.2.kind", "list.kind", "none", "0")
        from comparison in Gen.Enum<Comparison>()
        from value in Values
        select new ConfigTerm(path.Split('.'), comparison, [value]);

    private static readonly Gen<JobSort> Sorts = Gen.Enum<JobSort>();

    private static readonly Gen<JobFilter> Filters =
        from org in OneOf<string?>(null, null, "a", "b")
        from types in OneOf<string[]>([], [], ["work"], ["w*"], ["*.b", "work"], ["none"])
        from statuses in OneOf<JobStatus[]>(
            [], [], [JobStatus.Queued], [JobStatus.Cancelled], [JobStatus.Paused, JobStatus.Failed],
            [JobStatus.Completed, JobStatus.Queued])
        from rest in RestOfFilters
        from sort in Sorts
        select rest with { Org = org, Types = types, Statuses = statuses, Sort = sort };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<JobFilter> RestOfFilters =>
        from queues in OneOf<string[]>([], [], [], ["default"], ["*low*"])
        from users in OneOf<string[]>([], [], [], ["ANA"], ["*"])
        from words in OneOf<string[]>([], [], [], ["fall"], ["an", "1"], ["%"])
        from search in OneOf<string?>(null, null, "FALL", "_")
        from labels in OneOf<LabelTerm[]>([], [], [], [new("course", ["bio*"])], [new("course", ["*"]), new("year", ["1", "2"])])
        from config in ConfigTerms.Array[0, 1]
        select new JobFilter { Queues = queues, Users = users, Words = words, Search = search, Labels = labels, Config = config };

    [Fact]
    public async Task every_combination_of_a_search_finds_what_a_look_at_each_job_finds_in_every_order()
    {
        await FillForSearchAsync();
        var all = (await _store.ListJobsAsync(new JobFilter(), new PageRequest(1000), Ct)).Rows;
        Assert.Equal(48, all.Count);

        await Gen.Select(Filters, Gen.Int[1, 7]).SampleAsync(async (filter, limit) =>
        {
            var fit = all.Where(job => (filter.Org is null || job.Org == filter.Org) && filter.Fits(SearchedJob.Of(job))).ToList();
            Assert.Equal(Ordered(fit, filter.Sort).Select(job => job.Id), await WalkAsync(filter, limit));
            Assert.Equal(fit.Count, await Bulk.CountAsync(filter, 100, Ct));
        }, iter: 300, threads: 1);
    }

    [Fact]
    public async Task one_job_is_found_by_its_id_where_it_fits_the_rest()
    {
        var id = await EnqueueAsync(NewJob(queue: "slow"));
        await EnqueueAsync(NewJob());
        Assert.Equal([id], await FindAsync(new JobFilter { Id = id }));
        Assert.Equal([id], await FindAsync(new JobFilter { Id = id, Queues = ["sl*"], Search = id.ToString() }));
        Assert.Empty(await FindAsync(new JobFilter { Id = id, Queues = ["default"] }));
        Assert.Empty(await FindAsync(new JobFilter { Id = id, Search = _ids.NextJob().ToString() }));
    }

    [Fact]
    public async Task what_few_jobs_have_is_found_however_far_back_a_window_a_page_at_a_time()
    {
        var rare = NewJob() with { };
        rare = rare with { Job = rare.Job with { Config = """{"limit":501}""" } };
        var id = await EnqueueAsync(rare);
        for (var i = 0; i < 11; i++)
            await _under.Store.EnqueueAsync([.. Enumerable.Range(0, 1000).Select(_ => NewJob())], Ct);
        var filter = new JobFilter { Config = [new ConfigTerm(["limit"], Comparison.Greater, ["500"])] };

        var (pages, found, after) = (0, new List<JobId>(), (string?)null);
        do
        {
            var page = await _under.Store.ListJobsAsync(filter, new PageRequest(10, after), Ct);
            Assert.True(page.Rows.Count == 10 || page.LookedTo is not null == page.Next is not null);
            found.AddRange(page.Rows.Select(job => job.Id));
            (after, pages) = (page.Next, pages + 1);
        }
        while (after is not null);

        Assert.Equal([id], found);
        Assert.InRange(pages, 1, 2);
        Assert.Equal([id], (await _under.Store.ListJobsAsync(filter with { Sort = JobSort.Oldest }, new PageRequest(10), Ct)).Rows
            .Select(job => job.Id));
        Assert.Equal(1, await Bulk.CountAsync(filter, 10, Ct));
    }

    [Fact]
    public async Task references_of_one_order_are_refused_by_another()
    {
        foreach (var sort in Enum.GetValues<JobSort>())
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
                await _store.ListJobsAsync(new JobFilter { Sort = sort }, new PageRequest(5, "x'; --"), Ct));
        }
    }

    private async ValueTask FillForSearchAsync()
    {
        for (var i = 0; i < 48; i++)
        {
            var job = NewJob(
                org: i % 3 == 0 ? "a" : "b", type: (i % 4) switch { 0 => "work", 1 => "work.b", _ => "other.b" },
                queue: i % 5 == 0 ? "slow" : "default", name: (i % 4) switch { 0 => "Fall 50%", 1 => $"spring_{i}", _ => null },
                createdBy: (i % 3) switch { 0 => "ana@school.example", 1 => "ana", _ => null });
            var labels = new Dictionary<string, string> { ["course"] = Labelled[i % 4], ["year"] = $"{i % 3}" };
            var id = await EnqueueAsync(job with
            {
                Job = job.Job with { Labels = i % 5 == 0 ? null : labels, Config = Configs[i % Configs.Length] },
            });
            if (i % 6 < 2)
                await _store.ControlAsync(id, i % 6 == 0 ? JobControl.Cancel : JobControl.Pause, null, Ct);
        }

        var session = await SessionAsync();
        foreach (var (no, chunk) in (await ClaimAsync(session, max: 6)).Index())
            await FinishAsync(chunk, no % 2 == 0 ? ItemState.Failed : ItemState.Completed);
    }

    private static IEnumerable<Job> Ordered(IEnumerable<Job> jobs, JobSort sort) => sort switch
    {
        JobSort.Newest => jobs.OrderByDescending(job => job.Id),
        JobSort.Oldest => jobs.OrderBy(job => job.Id),
        JobSort.Status => jobs.OrderBy(job => job.Status).ThenByDescending(job => job.Id),
        JobSort.StatusDown => jobs.OrderByDescending(job => job.Status).ThenByDescending(job => job.Id),
        JobSort.Progress => jobs.OrderBy(job => job.Percent).ThenByDescending(job => job.Id),
        _ => jobs.OrderByDescending(job => job.Percent).ThenByDescending(job => job.Id),
    };

    private async ValueTask<List<JobId>> WalkAsync(JobFilter filter, int limit)
    {
        var (found, after) = (new List<JobId>(), (string?)null);
        do
        {
            var page = await _store.ListJobsAsync(filter, new PageRequest(limit, after), Ct);
            Assert.InRange(page.Rows.Count, after is null ? 0 : 1, limit);
            found.AddRange(page.Rows.Select(job => job.Id));
            after = page.Next;
        }
        while (after is not null);
        return found;
    }
}
