using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Jobs worked by whoever calls process.</summary>
public abstract partial class JobStoreContract
{
    [Fact]
    public async Task job_that_a_client_drives_is_in_no_lane_and_gives_workers_nothing()
    {
        var id = await EnqueueAsync(Driven(items: 3));
        Assert.Empty(await _store.LanesAsync(["default"], Ct));
        Assert.Empty(await ClaimAsync(await SessionAsync()));
        Assert.Equal((JobDrive.Client, JobStatus.Queued), ((await JobAsync(id)).Drive, (await JobAsync(id)).Status));
    }

    [Fact]
    public async Task two_calls_get_different_chunks_and_each_answer_counts_what_was_done()
    {
        var id = await EnqueueAsync(Driven(items: 3, chunk: 2));
        var session = await SessionAsync();
        var (one, first) = await BeginAsync(id, session, "one");
        var (two, second) = await BeginAsync(id, session, "two");
        Assert.Equal((1, 2, 3, 3), (first.Key.Lo, first.Key.Hi, second.Key.Lo, second.Key.Hi));
        Assert.Equal("item 3", Assert.Single(second.Items).Name);
        Assert.Equal(ProcessTurnKind.Nothing, (await _store.BeginProcessAsync(Call(id, session, "three"), false, Ct)).Kind);

        Assert.Equal(new ProcessAnswer(false, 3, 0, 1, 0), await _store.EndProcessAsync(two, Ended(second, _ => ItemState.Failed), Ct));
        Assert.Equal(new ProcessAnswer(true, 3, 2, 1, 0), await _store.EndProcessAsync(one, Ended(first), Ct));
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
        var error = Assert.Single(await _store.ListErrorsAsync([id], 10, Ct));
        Assert.Equal((3, "item 3", "broken"), (error.No, error.Name, error.Fault.Code));
    }

    [Fact]
    public async Task request_that_was_answered_gets_its_answer_again_whatever_happened_since()
    {
        var id = await EnqueueAsync(Driven(items: 3));
        var session = await SessionAsync();
        var (one, first) = await BeginAsync(id, session, "one");
        var answer = await _store.EndProcessAsync(one, Ended(first), Ct);
        Assert.Equal(answer, await _store.EndProcessAsync(one, Ended(first), Ct));
        var (two, second) = await BeginAsync(id, session, "two");
        await _store.EndProcessAsync(two, Ended(second), Ct);

        var again = await _store.BeginProcessAsync(Call(id, session, "one"), false, Ct);
        Assert.Equal((ProcessTurnKind.Answered, answer), (again.Kind, again.Answer));
        Assert.Equal(2, (await JobAsync(id)).Counts.Completed);
    }

    [Fact]
    public async Task call_whose_answer_was_lost_gets_the_same_chunk_and_others_of_its_request_wait()
    {
        var id = await EnqueueAsync(Driven(items: 2));
        var session = await SessionAsync();
        var (one, first) = await BeginAsync(id, session, "one");
        var repeated = await _store.BeginProcessAsync(one, false, Ct);
        Assert.Equal((ProcessTurnKind.Chunk, first.Key), (repeated.Kind, repeated.Chunk!.Key));
        Assert.Equal(first.Items, repeated.Chunk.Items);

        var mine = await _store.BeginProcessAsync(Call(id, session, "one"), false, Ct);
        Assert.Equal((ProcessTurnKind.Busy, one.Call), (mine.Kind, mine.Call));
        var others = await _store.BeginProcessAsync(Call(id, await SessionAsync(), "one"), false, Ct);
        Assert.Equal((ProcessTurnKind.Busy, null), (others.Kind, others.Call));
    }

    [Fact]
    public async Task chunk_of_a_driver_that_died_goes_to_the_same_request_and_is_worked_once()
    {
        var id = await EnqueueAsync(Driven(items: 2));
        var dead = await SessionAsync();
        var (lost, chunk) = await BeginAsync(id, dead, "one");
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(1, await _store.ReapAsync(Ct));

        var (again, second) = await BeginAsync(id, await SessionAsync(), "one");
        Assert.Equal((1, 2), (second.Key.Lo, second.Number));
        Assert.Null(await _store.EndProcessAsync(lost, Ended(chunk), Ct));
        Assert.Equal(new ProcessAnswer(false, 2, 1, 0, 0), await _store.EndProcessAsync(again, Ended(second), Ct));
    }

    [Fact]
    public async Task finish_part_follows_in_the_same_request_and_renews_its_answer()
    {
        var id = await EnqueueAsync(Driven(items: 2, finish: true));
        var session = await SessionAsync();
        var (one, first) = await BeginAsync(id, session, "one");
        await _store.EndProcessAsync(one, Ended(first), Ct);
        Assert.Equal(ProcessTurnKind.Nothing, (await _store.BeginProcessAsync(Call(id, session, "one"), onlyFinish: true, Ct)).Kind);

        var (two, second) = await BeginAsync(id, session, "two");
        Assert.Equal(new ProcessAnswer(false, 2, 2, 0, 0), await _store.EndProcessAsync(two, Ended(second), Ct));
        var last = Call(id, session, "two");
        var turn = await _store.BeginProcessAsync(last, onlyFinish: true, Ct);
        Assert.Equal(ChunkKind.Finish, turn.Chunk!.Kind);
        Assert.Equal(new ProcessAnswer(true, 2, 2, 0, 0), await _store.EndProcessAsync(last, Ended(turn.Chunk), Ct));
        Assert.True((await _store.BeginProcessAsync(Call(id, session, "two"), false, Ct)).Answer!.Done);
    }

    [Fact]
    public async Task plan_comes_first_and_until_it_is_done_the_total_is_what_was_counted()
    {
        var id = await EnqueueAsync(Driven(plan: true) with { Expected = 2 });
        var session = await SessionAsync();
        var (one, plan) = await BeginAsync(id, session, "one");
        Assert.Equal((ChunkKind.Plan, 2), (plan.Kind, (await JobAsync(id)).Expected));
        Assert.Equal(2, (await _store.BeginProcessAsync(Call(id, session, "two"), false, Ct)).Answer!.Total);
        await _store.PlanAsync(plan.Key, NewItems(1, 3), Ct);
        Assert.Null(await _store.EndProcessAsync(one, Ended(plan), Ct));
        var (next, work) = await BeginAsync(id, session, "one");
        Assert.Equal(new ProcessAnswer(false, 3, 1, 0, 0), await _store.EndProcessAsync(next, Ended(work), Ct));
    }

    [Fact]
    public async Task chunk_at_work_commits_after_its_job_was_cancelled_and_nothing_follows()
    {
        var id = await EnqueueAsync(Driven(items: 6, chunk: 2, finish: true));
        var session = await SessionAsync();
        var (one, first) = await BeginAsync(id, session, "one");
        var (two, second) = await BeginAsync(id, session, "two");
        Assert.Equal(ControlResult.Done, await _store.ControlAsync(id, JobControl.Cancel, "ann", Ct));
        var job = await JobAsync(id);
        Assert.Equal((JobStatus.Cancelled, JobPhase.Work, 4, 2), (job.Status, job.Phase, job.Counts.Running, job.Counts.Cancelled));
        Assert.Equal(ControlResult.Done, await _store.ControlAsync(id, JobControl.Cancel, "bob", Ct));
        Assert.Equal(ControlResult.Refused, await _store.ControlAsync(id, JobControl.Run, "bob", Ct));
        Assert.Equal(ControlResult.Refused, await _store.RetryItemAsync(id, 6, "bob", Ct));
        Assert.Empty(Assert.IsType<IReadOnlyList<ChunkKey>>(await BeatAsync(session), exactMatch: false));
        Assert.Equal(ProcessTurnKind.Answered, (await _store.BeginProcessAsync(Call(id, session, "three"), false, Ct)).Kind);

        var answer = await _store.EndProcessAsync(
            one, Ended(first) with { Effects = [_under.Writes("kept")], FollowUps = NewItems(7, 1) }, Ct);
        Assert.Equal(new ProcessAnswer(true, 6, 2, 0, 0), answer);
        await _store.EndProcessAsync(two, Ended(second, no => no == 3 ? ItemState.Retrying : ItemState.Completed), Ct);
        job = await JobAsync(id);
        Assert.Equal((JobPhase.Final, 3, 3, 6), (job.Phase, job.Counts.Completed, job.Counts.Cancelled, job.Counts.Total));
        Assert.Equal(["kept"], await _under.RowsAsync());
        Assert.Equal(ItemState.Cancelled, (await ItemAsync(id, 3)).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task cancelled_job_ends_when_its_last_chunk_is_handed_back_or_its_driver_is_found_dead(bool dies)
    {
        var id = await EnqueueAsync(Driven(items: 3));
        var session = await SessionAsync();
        var (_, chunk) = await BeginAsync(id, session, "one");
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        await AdvanceAsync(dies ? Lease + Tick : Tick);
        if (dies)
            await _store.ReapAsync(Ct);
        else
            await _store.ReleaseAsync([chunk.Key], Ct);
        var job = await JobAsync(id);
        Assert.Equal((JobPhase.Final, JobStatus.Cancelled, 3), (job.Phase, job.Status, job.Counts.Cancelled));
    }

    [Fact]
    public async Task type_that_lets_its_chunks_end_commits_them_in_a_cancelled_job_too()
    {
        var id = await EnqueueAsync(NewJob(items: 2) with { LetsEnd = true });
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Empty(await ClaimAsync(session));
        Assert.True(await FinishAsync(chunk));
        Assert.Equal([ItemState.Completed, ItemState.Cancelled], await StatesAsync(id));
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 2, null, Ct));
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
    }

    private EnqueuedJob Driven(int? items = null, bool plan = false, bool finish = false, int chunk = 1)
    {
        var job = NewJob(items, plan, finish, chunk);
        return job with { Job = job.Job with { Drive = JobDrive.Client }, LetsEnd = true };
    }

    private ProcessRequest Call(JobId id, Guid session, string request) => new(id, request, session, _ids.NextCall());

    private async ValueTask<(ProcessRequest Request, ClaimedChunk Chunk)> BeginAsync(JobId id, Guid session, string request)
    {
        var mine = Call(id, session, request);
        var turn = await _store.BeginProcessAsync(mine, onlyFinish: false, Ct);
        await AdvanceAsync(Tick);
        Assert.Equal(ProcessTurnKind.Chunk, turn.Kind);
        return (mine, turn.Chunk!);
    }
}
