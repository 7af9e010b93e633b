using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>What people ask, and what comes due by itself.</summary>
public sealed partial class SqlJobStore
{
    /// <inheritdoc/>
    public async ValueTask<ControlResult> ControlAsync(JobId id, JobControl control, string? actor, CancellationToken ct)
    {
        var word = Words.Of(control);
        var kind = control switch { JobControl.Run => "resumed", JobControl.Pause => "paused", _ => "cancelled" };
        Arg[] args = [Id(id), Arg.Of("control", word), Arg.Of("kind", kind), Arg.Of("actor", actor)];
        (string Control, string Phase)? before = null;
        await CommandAsync((session, token) => session.SendAsync(
            control == JobControl.Cancel
                ? Pages("JobBefore", "ControlEvent", "ControlHistory", "CancelJob", "CancelSpans")
                : Pages("JobBefore", "ControlEvent", "ControlHistory", "ControlJob"), args,
            (_, row) => before = (row.GetString(0), row.GetString(1)), token), ct);
        if (before is not var (said, phase))
            return ControlResult.NotFound;
        if (phase == "final" || said == "cancel")
            return control == JobControl.Cancel && said == word ? ControlResult.Done : ControlResult.Refused;
        if (said != word)
            _hints.Opened();
        return ControlResult.Done;
    }

    /// <inheritdoc/>
    public ValueTask<ControlResult> RetryItemAsync(JobId id, int no, string? actor, CancellationToken ct) =>
        RetryItemAsync(id, no, input: null, actor, ct);

    private async ValueTask<ControlResult> RetryItemAsync(JobId id, int no, string? input, string? actor, CancellationToken ct)
    {
        var result = await WriteAsync(async (session, token) =>
        {
            RetryFacts? facts = null;
            await session.SendAsync(Pages("LockJob", "RetryFacts"), [Id(id), Arg.Of("no", no)], (set, row) =>
            {
                if (set == 1)
                {
                    facts = new RetryFacts(
                        row.GetString(0), row.GetInt32(3), row.GetBoolean(4), row.GetInt32(5) != 0, row.TextOrNull(6), row.GetBoolean(7),
                        row.GetBoolean(8));
                }
            }, token);
            if (facts is not { State: { } state })
                return ControlResult.NotFound;
            if (facts.RolledBack || facts.Phase is "finish" or "ending" || (facts.Phase == "final" && facts.Holds)
                || state is not ("failed" or "cancelled" or "quarantined"))
                return ControlResult.Refused;
            if (input is not null && (facts.Simple || no < 1 || no > facts.Total))
                return ControlResult.Refused;
            var reopens = facts.Phase == "final";
            if (reopens && facts.Keyed && !await KeepKeyAsync(session, id, token))
                return ControlResult.Refused;
            Arg[] args =
            [
                Id(id), Arg.Of("no", no), Arg.Of("input", input),
                Arg.Of("kind", no == 0 ? "plan" : no > facts.Total ? "finish" : "work"), Arg.Of("was", state),
                Arg.Of("gens", reopens ? 0 : 1), Arg.Of("actor", actor),
            ];
            List<Statement> statements = reopens ? Pages("DropSpans", "DropRelations", "ReopenJob") : [];
            if (input is not null)
                statements.Add(_book["EditInput"]);
            statements.AddRange(Pages("ReviveJob", "ReviveItem", "ReviveSpan", "RetryEvent", "RetryHistory"));
            await session.SendAsync(statements, args, null, token);
            return ControlResult.Done;
        }, ct);
        if (result == ControlResult.Done)
            _hints.Opened();
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<Promotion> PromoteAsync(CancellationToken ct)
    {
        var promotion = await WriteAsync(async (session, token) =>
        {
            var ids = new List<string>();
            var now = 0L;
            TimeSpan? next = null;
            await session.SendAsync(Pages("DueJobs", "NextDue"), [], (set, row) =>
            {
                if (set == 0)
                    (now, _) = (row.GetInt64(1), ids.Count);
                if (set == 0)
                    ids.Add(row.GetGuid(0).ToString());
                else
                    next = Wait(row);
            }, token);
            if (ids.Count == 0)
                return new Promotion(0, next);

            var count = 0;
            Arg[] args = [Arg.Json("ids", JsonRows.List(ids)), Arg.Of("now", now)];
            await session.SendAsync(
                Pages("DropEndedSpans", "LiftedHolds", "PromoteEvent", "PromoteJobs", "PromoteSpans", "NextDue"), args,
                (set, row) =>
                {
                    switch (set)
                    {
                        case 0: count += (int)row.GetInt64(0); break;
                        case 1: count++; break;
                        default: next = Wait(row); break;
                    }
                }, token);
            return new Promotion(count, next);
        }, ct);
        if (promotion.Count > 0)
            _hints.Opened();
        return promotion;
    }

    private static TimeSpan? Wait(System.Data.Common.DbDataReader row) =>
        row.IsDBNull(0) ? null : Micros.ToSpan(Math.Max(0, row.GetInt64(0)));

    private sealed record RetryFacts(string Phase, int Total, bool Simple, bool Holds, string? State, bool RolledBack, bool Keyed);
}
