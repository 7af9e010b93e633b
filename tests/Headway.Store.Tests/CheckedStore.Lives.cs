using Headway.Model;

namespace Headway.Store.Tests;

/// <summary>What people ask for jobs' lives, passed on.</summary>
internal sealed partial class CheckedStore : ILifeStore
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

    private async ValueTask<T> CheckedAsync<T>(ValueTask<T> call, CancellationToken ct)
    {
        var answer = await call;
        await CheckAsync(ct);
        return answer;
    }
}
