using Headway.Model;
using Headway.Store;

namespace Headway.Sim.Engine;

/// <summary>Statistics, over the same way.</summary>
internal sealed partial class SimNodeStore : IStatsStore
{
    public ValueTask<IReadOnlyList<StatsRow>> ReadStatsAsync(StatsQuery query, CancellationToken ct) =>
        CallAsync("ReadStats", () => store.ReadStatsAsync(query, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<JobTally>> TallyJobsAsync(string? org, CancellationToken ct) =>
        CallAsync("TallyJobs", () => store.TallyJobsAsync(org, CancellationToken.None), ct);

    public ValueTask<bool> FoldStatsAsync(CancellationToken ct) =>
        CallAsync("FoldStats", () => store.FoldStatsAsync(CancellationToken.None), ct);

    public ValueTask<int> AuditTalliesAsync(CancellationToken ct) =>
        CallAsync("AuditTallies", () => store.AuditTalliesAsync(CancellationToken.None), ct);

    public ValueTask<JobSurroundings?> ReadSurroundingsAsync(JobId id, CancellationToken ct) =>
        CallAsync("ReadSurroundings", () => store.ReadSurroundingsAsync(id, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<WaitingWork>> ListWaitingAsync(CancellationToken ct) =>
        CallAsync("ListWaiting", () => store.ListWaitingAsync(CancellationToken.None), ct);
}
