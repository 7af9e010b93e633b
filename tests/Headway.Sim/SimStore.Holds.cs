using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Priority and holds.</summary>
public sealed partial class SimStore : IControlStore
{
    private readonly SortedDictionary<(HoldKind Kind, string Name, string Org), Hold> _holds = [];

    /// <inheritdoc/>
    public ValueTask<ControlResult> ReprioritiseAsync(JobId id, int priority, string? actor, CancellationToken ct) => RunAsync(() =>
    {
        var result = Reprioritise(id, priority, actor);
        Commit(JobEventKind.Reprioritised);
        return result;
    }, ct);

    /// <inheritdoc/>
    public ValueTask HoldAsync(Hold hold, CancellationToken ct) => RunAsync(() =>
    {
        _holds[(hold.Kind, hold.Name, hold.Org ?? "*")] = hold with { At = Now };
        Wake();
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> LiftAsync(HoldKind kind, string name, string? org, CancellationToken ct) => RunAsync(() =>
    {
        var key = (kind, name, org ?? "*");
        var stood = _holds.TryGetValue(key, out var hold) && Stands(hold);
        if (stood)
            _holds.Remove(key);
        Wake();
        return stood;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Hold>> LiftDueAsync(CancellationToken ct) => RunAsync<IReadOnlyList<Hold>>(() =>
    {
        var due = _holds.Where(pair => !Stands(pair.Value)).ToList();
        foreach (var pair in due)
            _holds.Remove(pair.Key);
        if (due.Count > 0)
            Wake();
        return [.. due.Select(pair => pair.Value)];
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken ct) =>
        RunAsync<IReadOnlyList<Hold>>(() => [.. _holds.Values.Where(Stands).Take(1000)], ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WaitingJobs>> CountWaitingAsync(CancellationToken ct) => RunAsync<IReadOnlyList<WaitingJobs>>(
        () => [.. _jobs.Values.Where(job => job.IsOpen).CountBy(job => (job.Lane.Queue, job.Lane.Type)).OrderBy(pair => pair.Key)
            .Select(pair => new WaitingJobs(pair.Key.Queue, pair.Key.Type, Math.Min(1001, pair.Value)))],
        ct);

    private bool Stands(Hold hold) => hold.Until is null || hold.Until > Now;

    private bool IsHeld(Lane lane) => _holds.Count > 0 && _holds.Values.Any(hold => Stands(hold)
        && (hold.Kind == HoldKind.Queue ? hold.Name == lane.Queue : hold.Name == lane.Type) && (hold.Org is null || hold.Org == lane.Org));
}
