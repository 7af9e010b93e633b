using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Unique keys, and requests that may be repeated.</summary>
public sealed partial class SimStore : IRequestStore
{
    private readonly SortedDictionary<(string Org, string Key), (KeptRequest Request, DateTimeOffset At)> _requests = [];

    /// <inheritdoc/>
    public ValueTask<KeptRequest> KeepRequestAsync(
        string org, string key, string hash, Guid id, TimeSpan keep, CancellationToken ct) => RunAsync(() =>
    {
        if (!_requests.TryGetValue((org, key), out var there) || there.At < Now - keep)
            _requests[(org, key)] = there = (new KeptRequest(hash, id, null), Now);
        return there.Request;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<KeptRequest?> AnswerRequestAsync(
        string org, string key, Guid id, RequestAnswer answer, CancellationToken ct) => RunAsync(() =>
    {
        if (!_requests.TryGetValue((org, key), out var there))
            return null;
        if (there.Request.Answer is null && there.Request.Id == id)
            _requests[(org, key)] = there = (there.Request with { Answer = answer }, there.At);
        return there.Request;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<int> ForgetRequestsAsync(TimeSpan keep, CancellationToken ct) => RunAsync(() =>
    {
        var old = _requests.Where(pair => pair.Value.At < Now - keep).Select(pair => pair.Key).Take(MaxRows).ToList();
        old.ForEach(key => _requests.Remove(key));
        return old.Count;
    }, ct);

    /// <summary>The job that stands for a submission: itself, or the open one that has its unique key.</summary>
    private JobId StandsFor(EnqueuedJob job) =>
        job.Job.UniqueKey is null || _jobs.ContainsKey(job.Id) ? job.Id : HolderOf(job)?.Id ?? job.Id;

    /// <summary>It has ended, and another open job has its unique key by now.</summary>
    private bool IsBarred(SimJob job) =>
        job.Phase == JobPhase.Final && job.Accepted.Job.UniqueKey is not null && HolderOf(job.Accepted) is not null;

    private SimJob? HolderOf(EnqueuedJob job) => _jobs.Values.FirstOrDefault(other =>
        other.Phase != JobPhase.Final && other.Id != job.Id && other.Accepted.Job.UniqueKey == job.Job.UniqueKey
        && other.Lane.Org == job.Job.Org && other.Lane.Type == job.Job.Type);
}
