using Headway.Handlers;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task images_are_kept_with_the_outcome_and_listed_once_a_thing()
    {
        var id = await EnqueueAsync(NewJob(items: 3));
        var session = await SessionAsync();
        var chunks = await ClaimAsync(session, max: 3);
        await FinishAsync(Ended(chunks[0]) with { Effects = [Changes("a", "1", "2"), Changes("b", null, "new")] });
        await FinishAsync(Ended(chunks[1]) with { Effects = [Changes("a", "2", "3")] });
        await Assert.ThrowsAsync<EffectFailedException>(async () => await FinishAsync(
            Ended(chunks[2]) with { Effects = [Changes("c", "1", "2"), (_, _) => throw new InvalidOperationException("no")] }));

        var images = await _store.ListImagesAsync(id, long.MaxValue, 10, Ct);
        Assert.Equal(
            [("a", "1", EffectScope.Hash("3"), chunks[1].Key.Lo), ("b", null, EffectScope.Hash("new"), chunks[0].Key.Lo)],
            images.Select(image => (image.Key, image.Before, image.AfterHash, image.No)));
        Assert.Equal("b", Assert.Single(await _store.ListImagesAsync(id, images[0].Seq, 10, Ct)).Key);
        Assert.Single(await _store.ListImagesAsync(id, long.MaxValue, 1, Ct));
        Assert.Empty(await _store.ListImagesAsync(_ids.NextJob(), long.MaxValue, 10, Ct));
    }

    [Fact]
    public async Task late_outcome_keeps_no_image()
    {
        var id = await EnqueueAsync(NewJob());
        var chunk = await ClaimOneAsync(await SessionAsync());
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.False(await FinishAsync(Ended(chunk) with { Effects = [Changes("a", "1", "2")] }));
        Assert.Empty(await _store.ListImagesAsync(id, long.MaxValue, 10, Ct));
    }

    [Fact]
    public async Task job_is_rolled_back_once_and_not_opened_again_after_it()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        Assert.Equal(ControlResult.Refused, await _store.RollBackAsync(id, NewJob(plan: true), "ann", Ct));
        await WorkOffAsync(await SessionAsync(), no => no == 1 ? ItemState.Failed : ItemState.Completed);
        var rollback = NewJob(plan: true);
        var origin = new JobOrigin(JobOriginKind.Rollback, id);
        rollback = rollback with { Job = rollback.Job with { Origin = origin, Drive = JobDrive.Client }, Expected = 7 };
        Assert.Equal(ControlResult.Done, await _store.RollBackAsync(id, rollback, "ann", Ct));
        Assert.True(await JobAsync(id) is { RolledBackAt: null, Status: JobStatus.Completed } job && job.RolledBackBy == rollback.Id);
        var made = await JobAsync(rollback.Id);
        Assert.Equal((JobStatus.Queued, JobDrive.Client, 7), (made.Status, made.Drive, made.Expected));
        Assert.Equal(JobOriginKind.Rollback, made.Origin?.Kind);
        Assert.True((await _store.ListHistoryAsync(id, Ct))[^1] is { Kind: JobEventKind.RolledBack, Actor: "ann" });

        Assert.Equal(ControlResult.Refused, await _store.RollBackAsync(id, NewJob(plan: true), "ann", Ct));
        Assert.Equal(ControlResult.Refused, await _store.RestartAsync(id, "ann", Ct));
        Assert.Equal(ControlResult.Refused, await _store.RetryItemAsync(id, 1, "ann", Ct));
        Assert.Equal((ControlResult.Refused, 0), await _store.RetryFailedAsync(id, "ann", Ct));
        Assert.Equal(ControlResult.NotFound, await _store.RollBackAsync(_ids.NextJob(), NewJob(plan: true), null, Ct));

        await _store.RolledBackAsync(id, _ids.NextJob(), Ct);
        Assert.Null((await JobAsync(id)).RolledBackAt);
        await _store.RolledBackAsync(id, rollback.Id, Ct);
        var at = (await JobAsync(id)).RolledBackAt;
        Assert.NotNull(at);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await _store.RolledBackAsync(id, rollback.Id, Ct);
        Assert.Equal(at, (await JobAsync(id)).RolledBackAt);
    }

    private static Effect Changes(string key, string? before, string? after) =>
        (scope, ct) => scope.BeforeAsync("thing", key, before, after, ct);
}
