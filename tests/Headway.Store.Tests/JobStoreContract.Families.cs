using Headway.Client;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task job_after_another_is_blocked_until_that_one_has_completed()
    {
        var first = await EnqueueAsync(NewJob(items: 2));
        var second = await EnqueueAsync(After(NewJob(items: 2, finish: true), first));
        Assert.True(await JobAsync(second) is { Status: JobStatus.Queued, Waits: 1, Fault: null });
        Assert.Equal([ItemState.Blocked, ItemState.Blocked], await StatesAsync(second));
        var session = await SessionAsync();
        var chunks = await ClaimAsync(session, max: 10);
        Assert.All(chunks, chunk => Assert.Equal(first, chunk.Key.JobId));
        await FinishAsync(chunks[0]);
        await SettleAllAsync();
        Assert.Empty(await ClaimAsync(session, max: 10));
        await FinishAsync(chunks[1], ItemState.Failed);
        await SettleAllAsync();
        Assert.True(await JobAsync(second) is { Status: JobStatus.Queued, Waits: 0 });
        await WorkOffAsync(session);
        Assert.Equal(JobStatus.Completed, (await JobAsync(second)).Status);
        Assert.Equal(0, await _store.SettleAsync(Ct));
    }

    [Theory]
    [InlineData(FailurePolicy.Fail, JobStatus.Failed)]
    [InlineData(FailurePolicy.Skip, JobStatus.Cancelled)]
    [InlineData(FailurePolicy.Ignore, JobStatus.Queued)]
    public async Task policy_says_what_becomes_of_those_that_wait_for_a_job_that_failed(FailurePolicy policy, JobStatus then)
    {
        var first = await EnqueueAsync(NewJob(name: "import"));
        EnqueuedJob[] waiting =
        [
            After(NewJob(), policy, first), After(NewJob(items: 3), policy, first), After(NewJob(items: 2, finish: true), policy, first),
            After(NewJob(plan: true, finish: true), policy, first),
        ];
        foreach (var job in waiting)
            await EnqueueAsync(job);
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session), ItemState.Failed);
        await SettleAllAsync();
        foreach (var job in waiting)
        {
            var read = await JobAsync(job.Id);
            Assert.True(read.Status == then && read.Waits == 0, $"{read}");
            if (policy == FailurePolicy.Ignore)
                continue;
            Assert.True(read is { Phase: JobPhase.Final, StartedAt: null, FinishedAt: not null, Fault.Code: "prerequisite_failed" });
            Assert.Contains($"{first} (import), which failed", read.Fault.Message, StringComparison.Ordinal);
            Assert.All(await StatesAsync(job.Id), state => Assert.Equal(ItemState.Cancelled, state));
        }

        Assert.Equal(policy == FailurePolicy.Ignore ? 7 : 0, (await ClaimAsync(session, max: 20)).Count);
    }

    [Fact]
    public async Task job_waits_for_all_it_names_and_the_first_that_fails_ends_it()
    {
        var one = await EnqueueAsync(NewJob());
        var two = await EnqueueAsync(NewJob(type: "other"));
        var both = await EnqueueAsync(After(NewJob(), one, two));
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session));
        await SettleAllAsync();
        Assert.True(await JobAsync(both) is { Waits: 1, Status: JobStatus.Queued });
        await _store.ControlAsync(two, JobControl.Cancel, null, Ct);
        await SettleAllAsync();
        Assert.True(await JobAsync(both) is { Status: JobStatus.Failed } failed
            && failed.Fault!.Message.Contains($"{two}, which was cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task jobs_that_have_ended_count_at_once()
    {
        var session = await SessionAsync();
        var done = await EnqueueAsync(NewJob());
        await WorkOffAsync(session);
        var failed = await EnqueueAsync(NewJob());
        await WorkOffAsync(session, _ => ItemState.Failed);
        Assert.Equal(0, (await JobAsync(await EnqueueAsync(After(NewJob(), done)))).Waits);
        Assert.Equal(0, (await JobAsync(await EnqueueAsync(After(NewJob(), FailurePolicy.Ignore, failed)))).Waits);
        var doomed = await EnqueueAsync(After(NewJob(), done, failed));
        await SettleAllAsync();
        Assert.Equal(JobStatus.Failed, (await JobAsync(doomed)).Status);
    }

    [Fact]
    public async Task unknown_foreign_and_own_jobs_are_refused_and_nothing_is_written()
    {
        var foreign = await EnqueueAsync(NewJob(org: "other"));
        var unknown = _ids.NextJob();
        var own = NewJob();
        foreach (var job in (EnqueuedJob[])[After(NewJob(), foreign), After(NewJob(), unknown), After(own, own.Id)])
        {
            var refused = await Assert.ThrowsAsync<SubmissionException>(async () => await _store.EnqueueAsync([NewJob(), job], Ct));
            Assert.Equal("unknown_prerequisite", refused.Code);
        }

        var child = Child(NewJob(), foreign);
        Assert.Equal(
            "unknown_parent", (await Assert.ThrowsAsync<SubmissionException>(async () => await _store.EnqueueAsync([child], Ct))).Code);
        Assert.Single((await _store.ListJobsAsync(new JobFilter(), new PageRequest(10), Ct)).Rows);
    }

    [Fact]
    public async Task repeated_submission_waits_once()
    {
        var first = await EnqueueAsync(NewJob());
        var second = After(NewJob(), first);
        await EnqueueAsync(second);
        await EnqueueAsync(second);
        Assert.Equal(1, (await JobAsync(second.Id)).Waits);
        await WorkOffAsync(await SessionAsync());
        await EnqueueAsync(second);
        await SettleAllAsync();
        Assert.Equal(0, (await JobAsync(second.Id)).Waits);
    }

    [Fact]
    public async Task restart_before_anybody_was_told_goes_on_being_waited_for_and_after_it_comes_too_late()
    {
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(After(NewJob(), first));
        var session = await SessionAsync();
        await WorkOffAsync(session, _ => ItemState.Failed);
        await _store.RestartAsync(first, null, Ct);
        await SettleAllAsync();
        Assert.True(await JobAsync(second) is { Waits: 1, Status: JobStatus.Queued });
        await WorkOffAsync(session, _ => ItemState.Failed);
        await SettleAllAsync();
        await _store.RestartAsync(first, null, Ct);
        await SettleAllAsync();
        Assert.Equal(JobStatus.Failed, (await JobAsync(second)).Status);

        Assert.Equal(ControlResult.Done, await _store.RestartAsync(second, null, Ct));
        Assert.True(await JobAsync(second) is { Waits: 1, Status: JobStatus.Queued, Fault: null });
        await WorkOffAsync(session);
        await SettleAllAsync();
        await WorkOffAsync(session);
        Assert.Equal(JobStatus.Completed, (await JobAsync(second)).Status);
    }

    [Fact]
    public async Task restarted_and_retried_dependants_do_not_wait_for_what_has_ended()
    {
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(After(NewJob(items: 2), first));
        var session = await SessionAsync();
        await WorkOffAsync(session, _ => ItemState.Failed);
        await SettleAllAsync();
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(second, 1, null, Ct));
        await WorkOffAsync(session);
        Assert.True(await JobAsync(second) is { Status: JobStatus.Completed, Counts: { Completed: 1, Cancelled: 1 }, Fault: null });
        Assert.Equal(ControlResult.Done, await _store.RestartAsync(second, null, Ct));
        await WorkOffAsync(session);
        Assert.True(await JobAsync(second) is { Status: JobStatus.Completed, Counts.Completed: 2 });
    }

    [Fact]
    public async Task dependant_that_was_cancelled_stays_so_and_retried_it_waits_for_nobody()
    {
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(After(NewJob(), first));
        await _store.ControlAsync(second, JobControl.Cancel, null, Ct);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(second, 1, null, Ct));
        Assert.True(await JobAsync(second) is { Waits: 0, Status: JobStatus.Queued });
        await WorkOffAsync(await SessionAsync(), _ => ItemState.Failed);
        await SettleAllAsync();
        Assert.True(await JobAsync(second) is { Status: JobStatus.Failed, Fault.Code: "broken" });
    }

    [Fact]
    public async Task paused_and_scheduled_jobs_wait_as_well()
    {
        var now = await _store.NowAsync(Ct);
        var first = await EnqueueAsync(NewJob());
        var later = await EnqueueAsync(After(NewJob(dueAt: now + TimeSpan.FromMinutes(5)), first));
        var paused = await EnqueueAsync(After(NewJob(), first));
        await _store.ControlAsync(paused, JobControl.Pause, null, Ct);
        var session = await SessionAsync();
        await WorkOffAsync(session);
        await SettleAllAsync();
        Assert.True(await JobAsync(later) is { Status: JobStatus.Scheduled, Waits: 0 });
        Assert.True(await JobAsync(paused) is { Status: JobStatus.Paused, Waits: 0 });
        Assert.Empty(await ClaimAsync(session, max: 10));
    }

    [Fact]
    public async Task job_others_wait_for_is_not_deleted_before_they_are_told()
    {
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(After(NewJob(), first));
        await WorkOffAsync(await SessionAsync());
        var archive = (IArchiveStore)_under.Store;
        var departure = new Departure(first, (await JobAsync(first)).Seq, null);
        Assert.Empty(await archive.DeleteAsync([departure], null, Ct));
        await SettleAllAsync();
        Assert.Equal([first], await archive.DeleteAsync([departure with { Seq = (await JobAsync(first)).Seq }], null, Ct));
        Assert.True(await _store.GetFamilyAsync(second, Ct) is { After: [{ Open: false, Status: null } gone] } && gone.Job == first);
    }

    [Fact]
    public async Task family_shows_both_directions()
    {
        var first = await EnqueueAsync(NewJob(name: "first"));
        var second = await EnqueueAsync(After(NewJob(name: "second"), FailurePolicy.Skip, first));
        Assert.Equal(
            [new Relation(second, FailurePolicy.Skip, true, JobStatus.Queued, "second")],
            (await _store.GetFamilyAsync(first, Ct)).Dependants);
        Assert.Equal(
            [new Relation(first, FailurePolicy.Skip, true, JobStatus.Queued, "first")], (await _store.GetFamilyAsync(second, Ct)).After);
    }

    [Fact]
    public async Task cascade_goes_through_a_chain_in_pieces()
    {
        var last = await EnqueueAsync(NewJob());
        var ids = new List<JobId>();
        for (var i = 0; i < 60; i++)
            ids.Add(last = await EnqueueAsync(After(NewJob(), last)));
        for (var i = 0; i < 40; i++)
            ids.Add(await EnqueueAsync(After(NewJob(), ids[9])));
        await FinishAsync(await ClaimOneAsync(await SessionAsync()), ItemState.Failed);
        await SettleAllAsync();
        foreach (var id in ids)
            Assert.Equal(JobStatus.Failed, (await JobAsync(id)).Status);
    }

    [Fact]
    public async Task parent_ends_when_its_last_child_has()
    {
        var session = await SessionAsync();
        var parent = await EnqueueAsync(NewJob(finish: true, type: "other"));
        var child = await EnqueueAsync(Child(NewJob(), parent));
        Assert.True(await JobAsync(child) is { Parent: { } own } && own == parent);
        Assert.Equal(1, (await JobAsync(parent)).OpenChildren);
        var other = new Lane("default", "other", Orgs.Default);
        await FinishAsync(await ClaimOneAsync(session, other));
        Assert.True(await JobAsync(parent) is { Phase: JobPhase.Work, Status: JobStatus.Running, Counts.Completed: 1 });
        Assert.Empty(await ClaimAsync(session, lane: other));
        await WorkOffAsync(session);
        await SettleAllAsync();
        var finish = await ClaimOneAsync(session, other);
        Assert.Equal(ChunkKind.Finish, finish.Kind);
        Assert.True(await FinishAsync(finish));
        Assert.True(await JobAsync(parent) is { Status: JobStatus.Completed, OpenChildren: 0 });
        Assert.Equal(1, (await _store.GetFamilyAsync(parent, Ct)).Children[JobStatus.Completed]);
        Assert.Equal(
            [child], (await _store.ListJobsAsync(new JobFilter { Parent = parent }, new PageRequest(10), Ct)).Rows.Select(job => job.Id));
    }

    [Theory]
    [InlineData(ChildPolicy.Fail, JobStatus.Failed)]
    [InlineData(ChildPolicy.Ignore, JobStatus.Completed)]
    [InlineData(ChildPolicy.Detach, JobStatus.Completed)]
    public async Task policy_says_what_a_failed_child_means_to_its_parent(ChildPolicy policy, JobStatus then)
    {
        var session = await SessionAsync();
        var parent = await EnqueueAsync(NewJob(type: "other"));
        var child = await EnqueueAsync(Child(NewJob(), parent, policy));
        await WorkOffAsync(session, lane: new Lane("default", "other", Orgs.Default));
        Assert.Equal(policy == ChildPolicy.Detach, (await JobAsync(parent)).Phase == JobPhase.Final);
        await WorkOffAsync(session, _ => ItemState.Failed);
        await SettleAllAsync();
        var job = await JobAsync(parent);
        Assert.Equal(then, job.Status);
        Assert.Equal(policy == ChildPolicy.Fail, job.Fault?.Message == $"Its child {child} failed.");
        Assert.NotNull(job.Result);
    }

    [Fact]
    public async Task child_that_failed_early_fails_its_parent_when_that_ends_without_its_finish()
    {
        var session = await SessionAsync();
        var parent = await EnqueueAsync(NewJob(items: 2, finish: true, type: "other"));
        await EnqueueAsync(Child(NewJob(), parent));
        await WorkOffAsync(session, _ => ItemState.Failed);
        await SettleAllAsync();
        Assert.True(await JobAsync(parent) is { Phase: JobPhase.Work, OpenChildren: 0, Fault.Code: "child_failed" });
        await WorkOffAsync(session, lane: new Lane("default", "other", Orgs.Default));
        Assert.True(await JobAsync(parent) is { Status: JobStatus.Failed, Counts.Completed: 2, Result: null });
        await _store.RestartAsync(parent, null, Ct);
        await WorkOffAsync(session, lane: new Lane("default", "other", Orgs.Default));
        Assert.True(await JobAsync(parent) is { Status: JobStatus.Completed, Fault: null });
    }

    [Fact]
    public async Task cancelling_a_parent_cancels_its_open_children_and_theirs()
    {
        var session = await SessionAsync();
        var parent = await EnqueueAsync(NewJob(type: "other"));
        var done = await EnqueueAsync(Child(NewJob(), parent));
        await WorkOffAsync(session);
        var child = await EnqueueAsync(Child(NewJob(items: 3), parent));
        var detached = await EnqueueAsync(Child(NewJob(), parent, ChildPolicy.Detach));
        var grandchild = await EnqueueAsync(Child(NewJob(), child));
        var running = await ClaimOneAsync(session);
        await _store.ControlAsync(parent, JobControl.Cancel, "ann", Ct);
        await SettleAllAsync();
        foreach (var id in (JobId[])[child, detached, grandchild])
            Assert.True(await JobAsync(id) is { Status: JobStatus.Cancelled, Fault.Code: "parent_cancelled" });
        Assert.Equal(JobStatus.Completed, (await JobAsync(done)).Status);
        Assert.False(await FinishAsync(running));
        Assert.Equal("parent_ended", (await Assert.ThrowsAsync<SubmissionException>(
            async () => await _store.EnqueueAsync([Child(NewJob(), parent)], Ct))).Code);
    }

    [Fact]
    public async Task child_may_run_after_its_siblings_and_after_nothing_that_could_wait_for_its_parent()
    {
        var session = await SessionAsync();
        var parent = await EnqueueAsync(NewJob(type: "other"));
        var elder = await EnqueueAsync(Child(NewJob(), parent));
        var late = await EnqueueAsync(After(NewJob(), parent));
        var younger = await EnqueueAsync(After(Child(NewJob(), parent), elder));
        Assert.Equal("bad_prerequisite", (await Assert.ThrowsAsync<SubmissionException>(
            async () => await _store.EnqueueAsync([After(Child(NewJob(), parent), late)], Ct))).Code);
        await WorkOffAsync(session);
        Assert.Equal(1, (await JobAsync(younger)).Waits);
        await SettleAllAsync();
        await WorkOffAsync(session);
        await WorkOffAsync(session, lane: new Lane("default", "other", Orgs.Default));
        await SettleAllAsync();
        Assert.True(await JobAsync(parent) is { Status: JobStatus.Completed });
        Assert.Equal(0, (await JobAsync(late)).Waits);
    }

    [Fact]
    public async Task children_come_with_an_outcome_once_and_their_parent_waits_for_them()
    {
        var session = await SessionAsync();
        var other = new Lane("default", "other", Orgs.Default);
        var parent = await EnqueueAsync(NewJob(type: "other"));
        var chunk = await ClaimOneAsync(session, other);
        EnqueuedJob[] children = [Child(NewJob(), parent), Child(NewJob(), parent, ChildPolicy.Detach)];
        var record = Ended(chunk) with { Children = children };
        Assert.True(await FinishAsync(record));
        Assert.False(await FinishAsync(record with { Children = [Child(NewJob(), parent)] }));
        Assert.True(await JobAsync(parent) is { Phase: JobPhase.Work, OpenChildren: 1, Counts.Completed: 1 });
        var born = (await _store.ListJobsAsync(new JobFilter { Parent = parent }, new PageRequest(10), Ct)).Rows;
        Assert.Equal(children.Select(child => child.Id).Order(), born.Select(job => job.Id).Order());
        await WorkOffAsync(session);
        await SettleAllAsync();
        Assert.Equal(JobStatus.Completed, (await JobAsync(parent)).Status);
    }

    [Fact]
    public async Task children_of_a_refused_outcome_are_not_submitted()
    {
        var session = await SessionAsync();
        var cancelled = await EnqueueAsync(NewJob(type: "other"));
        var chunk = await ClaimOneAsync(session, new Lane("default", "other", Orgs.Default));
        await _store.ControlAsync(cancelled, JobControl.Cancel, null, Ct);
        Assert.False(await FinishAsync(Ended(chunk) with { Children = [Child(NewJob(), cancelled)] }));
        var parent = await EnqueueAsync(NewJob());
        var standing = await ClaimOneAsync(session);
        var wrong = Ended(standing) with { Children = [Child(NewJob(), parent), After(Child(NewJob(), parent), _ids.NextJob())] };
        var failed = await Assert.ThrowsAsync<EffectFailedException>(async () => await _store.FinishAsync([wrong], Ct));
        Assert.Equal("unknown_prerequisite", Assert.IsType<SubmissionException>(failed.InnerException).Code);
        Assert.Equal(2, (await _store.ListJobsAsync(new JobFilter(), new PageRequest(10), Ct)).Rows.Count);
        Assert.True(await FinishAsync(standing));
        Assert.Equal(JobStatus.Completed, (await JobAsync(parent)).Status);
    }

    private async ValueTask SettleAllAsync()
    {
        for (var calls = 0; await _store.SettleAsync(Ct) > 0; calls++)
            Assert.True(calls < 1000, "settling comes to no end");
    }

    private static EnqueuedJob After(EnqueuedJob job, params JobId[] others) => After(job, FailurePolicy.Fail, others);

    private static EnqueuedJob After(EnqueuedJob job, FailurePolicy policy, params JobId[] others) =>
        job with { Job = job.Job with { After = [.. others.Select(other => new Prerequisite(other, policy))] } };

    private static EnqueuedJob Child(EnqueuedJob job, JobId parent, ChildPolicy policy = ChildPolicy.Fail) =>
        job with { Job = job.Job with { Parent = new ParentLink(parent, policy) } };
}
