using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Worker sessions and progress.</summary>
public sealed partial class SqlJobStore
{
    /// <inheritdoc/>
    public async ValueTask OpenSessionAsync(WorkerSession session, TimeSpan lease, CancellationToken ct)
    {
        Arg[] args =
        [
            Arg.Of("id", session.Id), Arg.Of("worker", session.Worker), Arg.Of("host", session.Host),
                Arg.Of("process_id", session.ProcessId),
            Arg.Of("version", session.Version), Arg.Of("slots", session.Slots), Arg.Of("busy", session.Busy),
                Arg.Of("memory", session.MemoryBytes),
            Arg.Of("queues", JsonRows.List(session.Queues)), Arg.Of("types", JsonRows.List(session.Types)), Arg.Of("lease", lease),
        ];
        await CommandAsync((open, token) => open.RunAsync(_book["OpenSession"], args, token), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ChunkKey>?> BeatAsync(Beat beat, CancellationToken ct)
    {
        using var held = new JsonRows();
        foreach (var key in beat.Held)
            held.Row(key).Add("hi", key.Hi);
        Arg[] args =
        [
            held.ToArg("held"), Arg.Of("id", beat.Session), Arg.Of("lease", beat.Lease), Arg.Of("busy", beat.Busy), Arg.Of("cpu", beat.Cpu),
            Arg.Of("memory", beat.MemoryBytes), Arg.Of("draining", beat.Draining), Arg.Of("idle", beat.Idle),
            Arg.Of("clock", beat.ClockAt),
        ];
        List<ChunkKey>? revoked = null;
        await CommandAsync((session, token) =>
        {
            revoked = null;
            return session.SendAsync(Pages("Beat"), args, (set, row) =>
            {
                if (set == 0)
                    revoked = [];
                else
                    revoked?.Add(new ChunkKey(row.GetGuid(0), new JobId(row.GetGuid(1)), row.GetInt32(2), row.GetInt32(3)));
            }, token);
        }, ct);
        return revoked;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WorkerSession>> ListSessionsAsync(CancellationToken ct) =>
        await ListAsync(_book["ListSessions"], [], Rows.Session, ct);

    /// <inheritdoc/>
    public async ValueTask ReportAsync(IReadOnlyList<ProgressReport> reports, CancellationToken ct)
    {
        if (reports.Count == 0)
            return;
        using var claims = new JsonRows();
        using var rows = new JsonRows();
        var seen = new HashSet<ChunkKey>();
        foreach (var report in reports)
        {
            if (seen.Add(report.Chunk))
                claims.Row(report.Chunk).Add("n", claims.Count);
            rows.Row(report.Chunk).Add("n", rows.Count).Add("no", report.No).Add("percent", report.Percent).Add("step", report.Step);
        }

        Arg[] args = [claims.ToArg("claims"), rows.ToArg("reports"), Arg.Of("kind", "progressed")];
        await CommandAsync((session, token) => session.SendAsync(
            Pages("LockClaims", "LockJobs", "ReportClaims", "ReportItems", "WriteEvent", "ReportJobs"), args, null, token), ct);
        _hints.Changed();
    }
}
