using System.Data.Common;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Priority and holds.</summary>
public sealed partial class SqlJobStore : IControlStore
{
    private const string AllOrgs = "*";

    /// <inheritdoc/>
    public async ValueTask<ControlResult> ReprioritiseAsync(JobId id, int priority, string? actor, CancellationToken ct)
    {
        Arg[] args = [Id(id), Arg.Of("priority", priority), Arg.Of("actor", actor)];
        string? phase = null;
        await CommandAsync((session, token) => session.SendAsync(
            Pages("JobBefore", "PriorityEvent", "PriorityHistory", "PriorityJob"), args, (_, row) => phase = row.GetString(1), token), ct);
        if (phase is null)
            return ControlResult.NotFound;
        if (phase == "final")
            return ControlResult.Refused;
        _hints.Opened();
        return ControlResult.Done;
    }

    /// <inheritdoc/>
    public async ValueTask HoldAsync(Hold hold, CancellationToken ct)
    {
        Arg[] args =
        [
            .. KeyOf(hold.Kind, hold.Name, hold.Org), Arg.Of("reason", hold.Reason), Arg.Of("actor", hold.Actor),
            Arg.Of("until", hold.Until),
        ];
        await CommandAsync((session, token) => session.RunAsync(_book["SetHold"], args, token), ct);
        _hints.Opened();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> LiftAsync(HoldKind kind, string name, string? org, CancellationToken ct)
    {
        var found = false;
        await CommandAsync((session, token) =>
        {
            found = false;
            return session.SendAsync(Pages("DropHold"), KeyOf(kind, name, org), (_, _) => found = true, token);
        }, ct);
        if (found)
            _hints.Opened();
        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Hold>> LiftDueAsync(CancellationToken ct)
    {
        if ((await ListAsync(_book["DueHolds"], [], _ => true, ct)).Count == 0)
            return [];
        var lifted = new List<Hold>();
        await CommandAsync((session, token) =>
        {
            lifted.Clear();
            return session.SendAsync(Pages("DropDueHolds"), [], (_, row) => lifted.Add(ReadHold(row)), token);
        }, ct);
        if (lifted.Count > 0)
            _hints.Opened();
        return lifted;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken ct) =>
        await ListAsync(_book["ListHolds"], [], ReadHold, ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WaitingJobs>> CountWaitingAsync(CancellationToken ct) => await ListAsync(
        _book["WaitingJobs"], [], row => new WaitingJobs(row.GetString(0), row.GetString(1), (int)row.GetInt64(2)), ct);

    private static Arg[] KeyOf(HoldKind kind, string name, string? org) =>
        [Arg.Of("kind", kind == HoldKind.Queue ? "queue" : "type"), Arg.Of("name", name), Arg.Of("org", org ?? AllOrgs)];

    private static Hold ReadHold(DbDataReader row) => new()
    {
        Kind = row.GetString(0) == "queue" ? HoldKind.Queue : HoldKind.Type,
        Name = row.GetString(1),
        Org = row.GetString(2) is var org && org == AllOrgs ? null : org,
        Reason = row.TextOrNull(3),
        Actor = row.TextOrNull(4),
        At = row.Time(5),
        Until = row.TimeOrNull(6),
    };
}
