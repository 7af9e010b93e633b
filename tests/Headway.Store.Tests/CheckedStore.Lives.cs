using Headway.Model;

namespace Headway.Store.Tests;

/// <summary>What people ask for jobs' lives, passed on.</summary>
internal sealed partial class CheckedStore : ILifeStore, ISuspectStore, IImageStore
{
    private ILifeStore Lives => (ILifeStore)inner;

    public ValueTask<ControlResult> RestartAsync(JobId id, string? actor, CancellationToken ct) =>
        CheckedAsync(Lives.RestartAsync(id, actor, ct), ct);

    public ValueTask<(ControlResult Result, int Count)> RetryFailedAsync(JobId id, string? actor, CancellationToken ct) =>
        CheckedAsync(Lives.RetryFailedAsync(id, actor, ct), ct);

    public ValueTask<ControlResult> RetryWithInputAsync(JobId id, int no, string input, string? actor, CancellationToken ct) =>
        CheckedAsync(Lives.RetryWithInputAsync(id, no, input, actor, ct), ct);

    public ValueTask<ControlResult> SkipItemAsync(JobId id, int no, string reason, string? actor, CancellationToken ct) =>
        CheckedAsync(Lives.SkipItemAsync(id, no, reason, actor, ct), ct);

    public ValueTask<IReadOnlyList<BeforeImage>> ListImagesAsync(JobId id, long below, int limit, CancellationToken ct) =>
        ((IImageStore)inner).ListImagesAsync(id, below, limit, ct);

    public ValueTask<ControlResult> RollBackAsync(JobId id, EnqueuedJob rollback, string? actor, CancellationToken ct) =>
        CheckedAsync(((IImageStore)inner).RollBackAsync(id, rollback, actor, ct), ct);

    public async ValueTask RolledBackAsync(JobId id, JobId by, CancellationToken ct)
    {
        await ((IImageStore)inner).RolledBackAsync(id, by, ct);
        await CheckAsync(ct);
    }

    public ValueTask<bool> SuspectsWaitAsync(IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct) =>
        ((ISuspectStore)inner).SuspectsWaitAsync(queues, types, ct);

    public ValueTask<ClaimedChunk?> ClaimSuspectAsync(
        Guid session, Guid call, IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct) =>
        CheckedAsync(((ISuspectStore)inner).ClaimSuspectAsync(session, call, queues, types, ct), ct);

    private async ValueTask<T> CheckedAsync<T>(ValueTask<T> call, CancellationToken ct)
    {
        var answer = await call;
        await CheckAsync(ct);
        return answer;
    }
}
