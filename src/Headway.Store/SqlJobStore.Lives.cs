using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>New lives of jobs and items.</summary>
public sealed partial class SqlJobStore : ILifeStore
{
    /// <inheritdoc/>
    public async ValueTask<ControlResult> RestartAsync(JobId id, string? actor, CancellationToken ct)
    {
        var result = await WriteAsync(async (session, token) =>
        {
            RestartFacts? facts = null;
            await session.SendAsync(Pages("LockClaimsOfJob", "LockPrerequisites", "RestartFacts"), [Id(id)], (set, row) =>
            {
                if (set == 2)
                    facts = new RestartFacts(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetBoolean(4));
            }, token);
            if (facts is null)
                return ControlResult.NotFound;
            if (facts.Phase != "final" || facts.RolledBack || !await KeepKeyAsync(session, id, token))
                return ControlResult.Refused;
            Arg[] args =
            [
                Id(id), Arg.Of("keep", facts.Keep), Arg.Of("replan", facts.Replans), Arg.Of("kind", "restarted"), Arg.Of("actor", actor),
            ];
            var statements = Pages("RestartAttempts", "RestartClaims", "DropSpans");
            if (facts.Keep < facts.Total)
                statements.Add(_book["DropItems"]);
            if (facts.Replans)
                statements.Add(_book["PlanSpan"]);
            statements.AddRange(Pages("ReopenRelations", "AwaitAgain", "RestartJob", "LifeEvent", "LifeHistory"));
            await session.SendAsync(statements, args, null, token);
            return ControlResult.Done;
        }, ct);
        if (result == ControlResult.Done)
            _hints.Opened();
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<(ControlResult Result, int Count)> RetryFailedAsync(JobId id, string? actor, CancellationToken ct)
    {
        int? finish = null;
        var result = await WriteAsync(async (session, token) =>
        {
            FailedFacts? facts = null;
            finish = null;
            await session.SendAsync(Pages("LockJob", "FailedFacts"), [Id(id)], (set, row) =>
            {
                if (set == 1)
                {
                    facts = new FailedFacts(
                        row.GetString(0), row.GetString(1) == "failed", row.GetString(2) == "failed", row.GetInt32(3), row.GetInt32(4),
                        row.GetInt32(5) != 0, row.GetBoolean(6));
                }
            }, token);
            if (facts is null)
                return (ControlResult.NotFound, 0);
            if (facts.RolledBack || facts.Phase == "finish" || (facts.Phase == "final" && facts.Holds))
                return (ControlResult.Refused, 0);
            if (facts.Count == 0)
            {
                finish = facts.FinishFailed ? facts.Total + 1 : null;
                return (ControlResult.Done, 0);
            }

            var reopens = facts.Phase == "final";
            if (reopens && !await KeepKeyAsync(session, id, token))
                return (ControlResult.Refused, 0);
            Arg[] args = [Id(id), Arg.Of("gens", reopens ? 0 : 1), Arg.Of("kind", "retried"), Arg.Of("actor", actor)];
            List<Statement> statements = reopens ? Pages("DropSpans", "DropRelations", "ReopenJob") : [];
            statements.AddRange(Pages("ReviveFailed", "ReviveFailedSpans", "ReviveFailedJob", "LifeEvent", "LifeHistory"));
            await session.SendAsync(statements, args, null, token);
            return (ControlResult.Done, facts.Count);
        }, ct);
        if (finish is { } no)
            return await RetryItemAsync(id, no, actor, ct) is var one && one == ControlResult.Done ? (one, 1) : (one, 0);
        if (result.Item2 > 0)
            _hints.Opened();
        return result;
    }

    /// <inheritdoc/>
    public ValueTask<ControlResult> RetryWithInputAsync(JobId id, int no, string input, string? actor, CancellationToken ct) =>
        RetryItemAsync(id, no, input, actor, ct);

    /// <inheritdoc/>
    public async ValueTask<ControlResult> SkipItemAsync(JobId id, int no, string reason, string? actor, CancellationToken ct)
    {
        var result = await WriteAsync(async (session, token) =>
        {
            SkipFacts? facts = null;
            await session.SendAsync(Pages("LockJob", "SkipFacts"), [Id(id), Arg.Of("no", no)], (set, row) =>
            {
                if (set == 1)
                {
                    facts = new SkipFacts(
                        row.GetString(0), row.GetInt32(1), row.TextOrNull(2),
                        row.IsDBNull(3) ? null : (row.GetInt32(3), row.GetInt32(4)),
                        !row.IsDBNull(5) && row.GetBoolean(5), row.IsDBNull(6) ? 0 : row.GetInt32(6));
                }
            }, token);
            if (facts is not { State: { } state })
                return ControlResult.NotFound;
            var failed = state is "failed" or "quarantined";
            if (no < 1 || no > facts.Total || facts.Phase == "finish" || !(failed || (facts.Phase == "work" && facts.Span is not null)))
                return ControlResult.Refused;
            var (lo, hi) = facts.Span ?? (no, no);
            Arg[] args =
            [
                Id(id), Arg.Of("no", no), Arg.Of("lo", lo), Arg.Of("hi", hi), Arg.Of("number", facts.Number),
                Arg.Of("fault", Rows.Json(SkipFault(reason))), Arg.Of("failed", failed ? 1 : 0),
                Arg.Of("due", !failed && facts.Due ? 1 : 0), Arg.Of("wait", !failed && !facts.Due ? 1 : 0), Arg.Of("kind", "skipped"),
                Arg.Of("actor", actor),
            ];
            var statements = failed ? [] : Pages("SkipSpan");
            statements.AddRange(Pages("SkipItem", "SkipJob", "LifeEvent", "LifeHistory"));
            await session.SendAsync(statements, args, null, token);
            return ControlResult.Done;
        }, ct);
        if (result == ControlResult.Done)
            _hints.Opened();
        return result;
    }

    private static Fault SkipFault(string reason) =>
        new() { Class = FaultClass.Permanent, Code = "skipped_by_person", Message = reason };

    private sealed record RestartFacts(string Phase, string Plan, int Total, int Given, bool RolledBack)
    {
        /// <summary>How many items stay. Where items of a planned job added others, nobody can tell which: it plans anew.</summary>
        public int Keep => Plan == "none" || Total == Given ? Given : 0;

        public bool Replans => Plan != "none" && (Keep == 0 || Plan is not ("completed" or "skipped"));
    }

    private sealed record FailedFacts(
        string Phase, bool PlanFailed, bool FinishFailed, int Total, int Failed, bool Holds, bool RolledBack)
    {
        public int Count => Failed + (PlanFailed ? 1 : 0);
    }

    private sealed record SkipFacts(string Phase, int Total, string? State, (int Lo, int Hi)? Span, bool Due, int Number);
}
