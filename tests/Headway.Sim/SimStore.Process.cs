using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Jobs worked by whoever calls process.</summary>
public sealed partial class SimStore : IProcessStore, IStoreProbe
{
    private readonly Dictionary<(JobId, string), SimProcess> _processes = [];

    /// <inheritdoc/>
    public ValueTask<ProcessTurn> BeginProcessAsync(ProcessRequest request, bool onlyFinish, CancellationToken ct) => RunAsync(() =>
    {
        if (!_jobs.TryGetValue(request.JobId, out var job))
            return new ProcessTurn(ProcessTurnKind.NotFound, null, null);
        var stands = AnswerOf(job);
        var known = _processes.GetValueOrDefault((request.JobId, request.Request));
        if (job.Claims.Values.FirstOrDefault(claim => claim.Key.Call == known.Call) is { Chunk: not null } held)
        {
            return known.Call == request.Call && held.Session == request.Session
                ? new ProcessTurn(ProcessTurnKind.Chunk, held.Chunk, stands)
                : new ProcessTurn(ProcessTurnKind.Busy, null, stands) { Call = held.Session == request.Session ? known.Call : null };
        }

        if (known.Answer is not null && !onlyFinish)
            return new ProcessTurn(ProcessTurnKind.Answered, null, known.Answer);
        return stands.Done ? new ProcessTurn(ProcessTurnKind.Answered, null, stands) : Take(job, request, onlyFinish, stands);
    }, ct);

    /// <inheritdoc/>
    public async ValueTask<ProcessAnswer?> EndProcessAsync(ProcessRequest request, FinishedChunk chunk, CancellationToken ct)
    {
        var accepted = (await FinishAsync([chunk], ct))[0];
        return await RunAsync(() =>
        {
            var key = (request.JobId, request.Request);
            if (chunk.Key.Lo == 0 || !_processes.TryGetValue(key, out var known))
                return null;
            if (accepted && known.Call == request.Call)
                _processes[key] = known = known with
                {
                    AnsweredBy = request.Call,
                    Answer = AnswerOf(_jobs[request.JobId]),
                    At = Now,
                };
            return known.AnsweredBy == request.Call ? known.Answer : null;
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ItemError>> ListErrorsAsync(IReadOnlyList<JobId> ids, int limit, CancellationToken ct) =>
        RunAsync<IReadOnlyList<ItemError>>(
            () =>
            [
                .. ids.Order().Where(_jobs.ContainsKey).Select(id => _jobs[id]).Where(job => !job.Simple).SelectMany(job =>
                    from no in Enumerable.Range(1, job.Counts.Total)
                    let item = job.Find(no)!
                    where job.StateOf(no) is ItemState.Failed or ItemState.Quarantined
                    select new ItemError(job.Id, no, item.Name, item.Input, item.Fault!)).Take(limit),
            ], ct);

    /// <inheritdoc/>
    public ValueTask ProbeAsync(CancellationToken ct) => RunAsync(() => { }, ct);

    private ProcessTurn Take(SimJob job, ProcessRequest request, bool onlyFinish, ProcessAnswer stands)
    {
        var mayTake = IsAlive(request.Session) && job.IsClaimable && (!onlyFinish || job.Phase == JobPhase.Finish);
        if (mayTake && OverOf(job) is { } over)
            return new ProcessTurn(ProcessTurnKind.Limited, null, stands) { Over = over };
        var claim = new ClaimRequest(request.Session, request.Call, job.Lane, 1, 1);
        var chunk = mayTake ? job.Take(claim, 1, Now).FirstOrDefault() : null;
        if (chunk is null)
            return new ProcessTurn(ProcessTurnKind.Nothing, null, stands);
        var key = (request.JobId, request.Request);
        _processes[key] = _processes.TryGetValue(key, out var known)
            ? known with { Call = request.Call } : new SimProcess(request.Call, null, null, Now);
        Started(job, 1);
        Touch(job);
        Commit(JobEventKind.Claimed);
        return new ProcessTurn(ProcessTurnKind.Chunk, chunk, stands);
    }

    private static ProcessAnswer AnswerOf(SimJob job)
    {
        var counts = job.Counts;
        var total = job.Planned ? counts.Total : Math.Max(counts.Total, job.Accepted.Expected ?? 0);
        return new ProcessAnswer(
            job.Phase == JobPhase.Final || job.Control == JobControl.Cancel, total, counts.Completed, counts.Failed, counts.Skipped);
    }

    /// <summary>What is kept of a request: the claim it worked with last, and its answer with the claim that gave it.</summary>
    private readonly record struct SimProcess(Guid Call, Guid? AnsweredBy, ProcessAnswer? Answer, DateTimeOffset At);
}
