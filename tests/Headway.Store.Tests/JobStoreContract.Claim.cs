using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task claimed_chunk_carries_all_its_slot_needs()
    {
        var submitted = NewJob(items: 5, chunk: 2, name: "batch", createdBy: "ann");
        var id = await EnqueueAsync(submitted with { Job = submitted.Job with { Config = """{"a":1}""" } });
        var chunk = await ClaimOneAsync(await SessionAsync());
        Assert.Equal((id, 1, 2), (chunk.Key.JobId, chunk.Key.Lo, chunk.Key.Hi));
        Assert.Equal((ChunkKind.Work, "work", Orgs.Default, "ann", "batch"),
            (chunk.Kind, chunk.Type, chunk.Org, chunk.CreatedBy, chunk.Name));
        Assert.Equal((1, 1, 5), (chunk.Generation, chunk.Number, chunk.Total));
        AssertJson("""{"a":1}""", chunk.Config);
        Assert.Equal([(1, "item 1"), (2, "item 2")], chunk.Items.Select(item => (item.No, item.Name!)));
        AssertJson("""{"no":2}""", chunk.Items[1].Input);
        Assert.Equal([ItemState.Running, ItemState.Running, ItemState.Ready, ItemState.Ready, ItemState.Ready], await StatesAsync(id));
    }

    [Fact]
    public async Task claim_starts_the_job()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var now = await _store.NowAsync(Ct);
        var session = await SessionAsync();
        await ClaimOneAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Running, Counts: { Running: 1, Fresh: 1 } } job
            && job.StartedAt == now && job.ActiveAt == now);
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Running, Attempts: 1 } item && item.StartedAt == now);
        await ClaimOneAsync(session);
        Assert.True((await JobAsync(id)).StartedAt == now, "the first claim is when the job started");
    }

    [Fact]
    public async Task claim_of_a_simple_job_gives_one_item_without_input()
    {
        var id = await EnqueueAsync(NewJob());
        var chunk = await ClaimOneAsync(await SessionAsync());
        Assert.Equal((id, 1, 1, ChunkKind.Work), (chunk.Key.JobId, chunk.Key.Lo, chunk.Key.Hi, chunk.Kind));
        Assert.Equal([new ClaimedItem(1, null, null)], chunk.Items);
    }

    [Fact]
    public async Task nothing_is_claimed_twice()
    {
        await EnqueueAsync(NewJob(items: 3));
        await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var chunks = new List<ClaimedChunk>();
        while (await ClaimAsync(session) is { Count: > 0 } more)
            chunks.AddRange(more);
        Assert.Equal(4, chunks.Select(chunk => (chunk.Key.JobId, chunk.Key.Lo)).Distinct().Count());
        Assert.Equal(4, chunks.Count);
    }

    [Fact]
    public async Task last_chunk_is_cut_to_what_is_left()
    {
        await EnqueueAsync(NewJob(items: 5, chunk: 2));
        var chunks = await ClaimAsync(await SessionAsync(), max: 10);
        Assert.Equal([(1, 2), (3, 4), (5, 5)], chunks.Select(chunk => (chunk.Key.Lo, chunk.Key.Hi)).Order());
    }

    [Fact]
    public async Task claim_gives_no_more_chunks_than_asked_for_in_all_and_of_one_job()
    {
        await EnqueueAsync(NewJob(items: 10));
        await EnqueueAsync(NewJob(items: 10));
        var session = await SessionAsync();
        var three = await ClaimAsync(session, max: 3, perJob: 2);
        Assert.InRange(three.Count, 1, 3);
        Assert.All(three.CountBy(chunk => chunk.Key.JobId), job => Assert.InRange(job.Value, 1, 2));
        Assert.Single(await ClaimAsync(session, max: 1, perJob: 500));
    }

    [Fact]
    public async Task spans_and_fresh_items_together_keep_to_the_limit_of_one_job()
    {
        var id = await EnqueueAsync(NewJob(items: 10));
        var session = await SessionAsync();
        var chunks = await ClaimAsync(session, max: 3);
        await _store.ReleaseAsync([.. chunks.Select(chunk => chunk.Key)], Ct);
        var again = await ClaimAsync(session, max: 4);
        Assert.Equal([1, 2, 3, 4], again.Select(chunk => chunk.Key.Lo).Order());
        Assert.True(await JobAsync(id) is { Counts: { Running: 4, Due: 0, Fresh: 6 } });
    }

    [Fact]
    public async Task higher_priority_goes_first()
    {
        var low = await EnqueueAsync(NewJob(priority: -1));
        var normal = await EnqueueAsync(NewJob());
        var high = await EnqueueAsync(NewJob(items: 2, priority: 5));
        var session = await SessionAsync();
        var order = new List<JobId>();
        while (await ClaimAsync(session) is { Count: > 0 } chunks)
            order.Add(chunks[0].Key.JobId);
        Assert.Equal([high, high, normal, low], order);
    }

    [Fact]
    public async Task jobs_of_one_priority_take_turns()
    {
        var a = await EnqueueAsync(NewJob(items: 3));
        var b = await EnqueueAsync(NewJob(items: 3));
        var session = await SessionAsync();
        JobId[] first = [await NextAsync(), await NextAsync(), await NextAsync()];
        Assert.Equal([a, b, a], first);
        var c = await EnqueueAsync(NewJob(items: 3));
        JobId[] second = [await NextAsync(), await NextAsync(), await NextAsync()];
        Assert.Equal([b, a, c], second);

        async ValueTask<JobId> NextAsync() => (await ClaimOneAsync(session)).Key.JobId;
    }

    [Fact]
    public async Task lanes_are_kept_apart()
    {
        await EnqueueAsync(NewJob(org: "other"));
        await EnqueueAsync(NewJob(type: "other"));
        await EnqueueAsync(NewJob(queue: "other"));
        var session = await SessionAsync();
        Assert.Empty(await ClaimAsync(session, max: 10));
        var lanes = await _store.LanesAsync(["default", "other"], Ct);
        Assert.Equal(3, lanes.Count);
        foreach (var lane in lanes)
            Assert.Single(await ClaimAsync(session, max: 10, lane: lane));
    }

    [Fact]
    public async Task handed_back_items_come_before_fresh_ones()
    {
        var id = await EnqueueAsync(NewJob(items: 6, chunk: 2));
        var session = await SessionAsync();
        var chunks = await ClaimAsync(session, max: 2);
        await _store.ReleaseAsync([chunks[1].Key], Ct);
        Assert.True(await JobAsync(id) is { Counts: { Running: 2, Due: 2, Fresh: 2 } });
        Assert.Equal((chunks[1].Key.Lo, chunks[1].Key.Hi), await NextAsync());
        Assert.Equal((5, 6), await NextAsync());

        async ValueTask<(int, int)> NextAsync()
        {
            var chunk = await ClaimOneAsync(session);
            return (chunk.Key.Lo, chunk.Key.Hi);
        }
    }

    [Fact]
    public async Task claim_repeated_after_a_lost_answer_gives_the_same_chunks()
    {
        var id = await EnqueueAsync(NewJob(items: 5, chunk: 2));
        var session = await SessionAsync();
        var request = new ClaimRequest(session, _ids.NextCall(), Work, MaxChunks: 2, MaxChunksPerJob: 2);
        var first = await _store.ClaimAsync(request, Ct);
        var before = await JobAsync(id);
        await AdvanceAsync(Tick);
        var again = await _store.ClaimAsync(request, Ct);
        Assert.Equal(first.Select(chunk => chunk.Key).OrderBy(key => key.Lo), again.Select(chunk => chunk.Key).OrderBy(key => key.Lo));
        Assert.Equal([1, 2, 3, 4], again.SelectMany(chunk => chunk.Items).Select(item => item.No).Order());
        Assert.All(again, chunk => Assert.Equal((1, ChunkKind.Work), (chunk.Number, chunk.Kind)));
        AssertSame(before, await JobAsync(id));

        Assert.True(await FinishAsync(first[0]));
        Assert.Equal([first[1].Key], (await _store.ClaimAsync(request, Ct)).Select(chunk => chunk.Key));
        await AdvanceAsync(Lease + Tick);
        Assert.Empty(await _store.ClaimAsync(request, Ct));
    }

    [Fact]
    public async Task session_that_is_not_alive_gets_nothing()
    {
        var id = await EnqueueAsync(NewJob());
        Assert.Empty(await ClaimAsync(_ids.NextCall()));
        var closed = await SessionAsync();
        await _store.CloseSessionAsync(closed, Ct);
        Assert.Empty(await ClaimAsync(closed));
        var expired = await SessionAsync();
        await AdvanceAsync(Lease + Tick);
        Assert.Empty(await ClaimAsync(expired));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Queued, Seq: 1 });
    }

    [Fact]
    public async Task plan_and_finish_come_alone()
    {
        var id = await EnqueueAsync(NewJob(plan: true, finish: true, chunk: 10));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        Assert.True(plan is { Kind: ChunkKind.Plan, Key: { Lo: 0, Hi: 0 }, Number: 1, Total: 0, Items.Count: 0 });
        Assert.Equal(JobStatus.Preparing, (await JobAsync(id)).Status);
        Assert.Equal(2, await _store.PlanAsync(plan.Key, NewItems(1, 2), Ct));
        var work = Assert.Single(await ClaimAsync(session, max: 10));
        Assert.Equal((1, 2), (work.Key.Lo, work.Key.Hi));
        Assert.True(await FinishAsync(work));
        Assert.Empty(await ClaimAsync(session, max: 10));
        Assert.True(await FinishAsync(plan));
        var finish = Assert.Single(await ClaimAsync(session, max: 10));
        Assert.True(finish is { Kind: ChunkKind.Finish, Key: { Lo: 3, Hi: 3 }, Number: 1, Total: 2, Items.Count: 0 });
        Assert.Equal((JobPhase.Finish, JobStatus.Running), ((await JobAsync(id)).Phase, (await JobAsync(id)).Status));
    }

    [Fact]
    public async Task claims_at_the_same_time_share_the_work_without_overlap()
    {
        await EnqueueAsync(NewJob(items: 120, chunk: 3));
        await EnqueueAsync(NewJob(items: 40));
        var sessions = new List<Guid>();
        for (var i = 0; i < 4; i++)
            sessions.Add(await SessionAsync());
        var calls = new System.Collections.Concurrent.ConcurrentQueue<Guid>(Enumerable.Range(0, 200).Select(_ => _ids.NextCall()));
        var claimed = new System.Collections.Concurrent.ConcurrentBag<(JobId Job, int No)>();

        await Task.WhenAll(sessions.Select(session => Task.Run(() => ClaimAllAsync(session), Ct)));
        Assert.Equal(160, claimed.Count);
        Assert.Equal(160, claimed.Distinct().Count());

        async Task ClaimAllAsync(Guid session)
        {
            while (calls.TryDequeue(out var call))
            {
                var chunks = await _under.Store.ClaimAsync(new ClaimRequest(session, call, Work, 3, 2), Ct);
                if (chunks.Count == 0 && (await _under.Store.LanesAsync(["default"], Ct)).Count == 0)
                    return;
                foreach (var item in chunks.SelectMany(chunk => chunk.Items.Select(item => (chunk.Key.JobId, item.No))))
                    claimed.Add(item);
            }
        }
    }
}
