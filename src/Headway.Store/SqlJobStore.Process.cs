using System.Data.Common;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Jobs worked by whoever calls process.</summary>
public sealed partial class SqlJobStore : IProcessStore, IStoreProbe
{
    private static readonly string[] ProcessPages =
    [
        "ProcessChunk", "CapRows", "LockCaps", "ProcessOver", "TrimClaims", "DebitClaims", "ProcessBegun", "ProcessSwept",
        "ClaimEvent", "ClaimJobs", "ClaimSpans", "ClaimedChunks", "ClaimedItems", "GetJob", "AreLimited",
    ];

    /// <inheritdoc/>
    public async ValueTask<ProcessTurn> BeginProcessAsync(ProcessRequest request, bool onlyFinish, CancellationToken ct)
    {
        var turn = await WriteAsync(async (session, token) =>
        {
            var args = ArgsOf(request, onlyFinish);
            ProcessState? state = null;
            await session.SendAsync(Pages("LockJob", "ProcessState"), args, (set, row) => state = set == 1 ? ReadState(row) : state, token);
            if (state is null)
                return new ProcessTurn(ProcessTurnKind.NotFound, null, null);
            var turn = TurnOf(state, request, onlyFinish);
            return turn.Kind == ProcessTurnKind.Chunk ? await TakeAsync(session, args, request, turn, token) : turn;
        }, ct);
        if (turn.Kind == ProcessTurnKind.Chunk)
            _hints.Changed();
        return turn;
    }

    /// <inheritdoc/>
    public async ValueTask<ProcessAnswer?> EndProcessAsync(ProcessRequest request, FinishedChunk chunk, CancellationToken ct)
    {
        using var settlement = new Settlement();
        settlement.Add(chunk);
        var args = settlement.Args("finished");
        var mine = ArgsOf(request, onlyFinish: false);
        ProcessAnswer? answer = null;
        await FinishWithEffectsAsync(settlement, args, [chunk], ct, async (session, accepted, token) =>
        {
            answer = null;
            if (chunk.Key.Lo == 0)
                return; // a plan answers nothing: the request goes on with its chunk
            List<Statement> pages = accepted[0] ? Pages("ProcessAnswered", "ProcessAnswer") : Pages("ProcessAnswer");
            await session.SendAsync(pages, mine, (_, row) =>
                answer = new ProcessAnswer(row.GetBoolean(4), row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), token);
        });
        _hints.Opened();
        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ItemError>> ListErrorsAsync(IReadOnlyList<JobId> ids, int limit, CancellationToken ct) =>
        ids.Count == 0 ? [] : await ListAsync(
            _book["ListErrors"], [Arg.Json("ids", JsonRows.List(ids.Select(id => id.Value.ToString()))), Arg.Of("limit", limit)],
            Rows.Error, ct);

    /// <inheritdoc/>
    public async ValueTask ProbeAsync(CancellationToken ct) =>
        await CommandAsync((session, token) => session.RunAsync(_book["Probe"], [], token), ct);

    private static bool IsDriven(EnqueuedJob job) => job.Job.Drive != JobDrive.Worker || job.LetsEnd || job.Expected is not null;

    private static Arg DriveRows(IReadOnlyList<EnqueuedJob> jobs)
    {
        using var rows = new JsonRows();
        foreach (var job in jobs.Where(IsDriven))
        {
            rows.Row().Add("id", job.Id).Add("driver", Words.Of(job.Job.Drive))
                .Add("lets_end", job.LetsEnd || job.Job.Drive == JobDrive.Client).Add("expected", job.Expected);
        }

        return rows.ToArg("drives");
    }

    private static Arg[] ArgsOf(ProcessRequest request, bool onlyFinish) =>
    [
        Id(request.JobId), Arg.Of("request", request.Request), Arg.Of("session", request.Session), Arg.Of("call", request.Call),
        Arg.Of("only_finish", onlyFinish),
    ];

    /// <summary>What the state allows: a chunk may be there, or the rest is known.</summary>
    private static ProcessTurn TurnOf(ProcessState state, ProcessRequest request, bool onlyFinish)
    {
        if (state.Holder is { } holder)
        {
            return state.Call == request.Call && holder == request.Session
                ? new ProcessTurn(ProcessTurnKind.Chunk, null, state.Job)
                : new ProcessTurn(ProcessTurnKind.Busy, null, state.Job) { Call = holder == request.Session ? state.Call : null };
        }

        if (state.Kept is not null && !onlyFinish)
            return new ProcessTurn(ProcessTurnKind.Answered, null, state.Kept);
        return new ProcessTurn(state.Job.Done ? ProcessTurnKind.Answered : ProcessTurnKind.Chunk, null, state.Job);
    }

    private async ValueTask<ProcessTurn> TakeAsync(
        DbSession session, Arg[] args, ProcessRequest request, ProcessTurn turn, CancellationToken ct)
    {
        var claimed = new Claimed(new ClaimRequest(request.Session, request.Call, default, 1, 1));
        Job? job = null;
        LimitHit? over = null;
        await session.SendAsync(Pages(ProcessPages), args, (set, row) =>
        {
            switch (set)
            {
                case 1: over = ReadOver(row); break;
                case 3: claimed.AddChunk(row); break;
                case 4: claimed.AddItem(row); break;
                case 5: job = Rows.Job(row); break;
                case 6: Limit(true); break; // what is counted here is given back at its end
            }
        }, ct);
        return job is not null && claimed.WithItems() is [.., var chunk]
            ? turn with { Chunk = chunk with { Org = job.Org, Type = job.Type } }
            : turn with { Kind = over is null ? ProcessTurnKind.Nothing : ProcessTurnKind.Limited, Over = over };
    }

    private static LimitHit ReadOver(DbDataReader row) => new(
        Words.Scope(row.GetString(0)), row.GetString(1), Words.Unit(row.GetString(2)), row.GetInt32(3),
        row.IsDBNull(4) ? null : Micros.ToSpan(Math.Max(0, row.GetInt64(4))));

    private static ProcessState ReadState(DbDataReader row)
    {
        var total = Math.Max(row.GetInt32(2), row.IntOrNull(6) is { } expected && !row.GetBoolean(15) ? expected : 0);
        var job = new ProcessAnswer(
            row.GetString(0) == "final" || row.GetString(1) == "cancel", total, row.GetInt32(3), row.GetInt32(4), row.GetInt32(5));
        var kept = row.IsDBNull(8) ? null : new ProcessAnswer(
            row.GetBoolean(9), row.GetInt32(10), row.GetInt32(11), row.GetInt32(12), row.GetInt32(13));
        return new ProcessState(job, row.IsDBNull(7) ? null : row.GetGuid(7), kept, row.IsDBNull(14) ? null : row.GetGuid(14));
    }

    /// <summary>A job as a call of process finds it.</summary>
    /// <param name="Job">How it stands.</param>
    /// <param name="Call">The claim the request worked with last; null for a new request.</param>
    /// <param name="Kept">Its answer, where it has one.</param>
    /// <param name="Holder">The session that holds that claim; null where the claim has ended.</param>
    private sealed record ProcessState(ProcessAnswer Job, Guid? Call, ProcessAnswer? Kept, Guid? Holder);
}
