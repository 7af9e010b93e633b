using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>One wish for many jobs.</summary>
public sealed partial class SqlJobStore : IBulkStore
{
    /// <inheritdoc/>
    public async ValueTask<int> CountAsync(JobFilter filter, int atMost, CancellationToken ct)
    {
        if (filter.IsFreeForm || filter.Id is not null)
            return await ReadAsync(async (session, token) =>
                (await LookAsync(session, filter, walk: null, after: null, atMost, int.MaxValue, token)).Found.Count, ct);
        var (reach, narrow, args) = LinesOf(filter, walk: null, after: null);
        args.AddRange([Arg.Of("limit", atMost), Arg.Of("window", int.MaxValue)]);
        return await ReadAsync(async (session, token) =>
        {
            var count = 0;
            await session.SendAsync([_book["ListJobs"].With([.. reach, .. narrow])], args, (_, _) => count++, token);
            return count;
        }, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ControlResult>> ControlManyAsync(
        IReadOnlyList<JobId> ids, JobControl control, string? actor, CancellationToken ct)
    {
        var word = Words.Of(control);
        var kind = control switch { JobControl.Run => "resumed", JobControl.Pause => "paused", _ => "cancelled" };
        var before = await WriteAsync(async (session, token) =>
        {
            var found = new Dictionary<JobId, (string Org, string Control, string Phase)>();
            await session.SendAsync(Pages("JobsBefore"), [Ids(ids)], (_, row) =>
                found[new JobId(row.GetGuid(0))] = (row.GetString(1), row.GetString(2), row.GetString(3)), token);
            foreach (var org in found.Where(pair => !HasEnded(pair.Value.Control, pair.Value.Phase) && pair.Value.Control != word)
                .GroupBy(pair => pair.Value.Org, pair => pair.Key))
            {
                Arg[] args = [Ids(org), Arg.Of("control", word), Arg.Of("kind", kind), Arg.Of("actor", actor)];
                await session.SendAsync(
                    Pages("ControlManyEvent", "ControlManyHistory", "ControlManyJobs", "CancelManySpans"), args, null, token);
            }

            return found;
        }, ct);
        _hints.Opened();
        return [.. ids.Select(id => !before.TryGetValue(id, out var job) ? ControlResult.NotFound
            : !HasEnded(job.Control, job.Phase) || (control == JobControl.Cancel && job.Control == word) ? ControlResult.Done
            : ControlResult.Refused)];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ControlResult>> ReprioritiseManyAsync(
        IReadOnlyList<JobId> ids, int priority, string? actor, CancellationToken ct)
    {
        var before = await WriteAsync(async (session, token) =>
        {
            var found = new Dictionary<JobId, (string Org, string Phase, int Priority)>();
            await session.SendAsync(Pages("PrioritiesBefore"), [Ids(ids)], (_, row) =>
                found[new JobId(row.GetGuid(0))] = (row.GetString(1), row.GetString(2), row.GetInt32(3)), token);
            foreach (var org in found.Where(pair => pair.Value.Phase != "final" && pair.Value.Priority != priority)
                .GroupBy(pair => pair.Value.Org, pair => pair.Key))
            {
                Arg[] args = [Ids(org), Arg.Of("priority", priority), Arg.Of("kind", "reprioritised"), Arg.Of("actor", actor)];
                await session.SendAsync(Pages("ControlManyEvent", "ControlManyHistory", "PriorityManyJobs"), args, null, token);
            }

            return found;
        }, ct);
        _hints.Opened();
        return [.. ids.Select(id => !before.TryGetValue(id, out var job) ? ControlResult.NotFound
            : job.Phase == "final" ? ControlResult.Refused : ControlResult.Done)];
    }

    /// <summary>A cancelled job may still let its chunks end; nobody has a say in it any more.</summary>
    private static bool HasEnded(string control, string phase) => phase == "final" || control == "cancel";
}
