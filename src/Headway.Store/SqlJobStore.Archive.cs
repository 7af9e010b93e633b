using System.Data.Common;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Retention rules, deleting, and the archive's entries.</summary>
public sealed partial class SqlJobStore : IArchiveStore
{
    private const string Any = "*";
    private const int LeavingAtOnce = 50;

    /// <inheritdoc/>
    public async ValueTask<ControlResult> KeepAsync(JobId id, bool kept, string? actor, CancellationToken ct)
    {
        var found = false;
        Arg[] args = [Id(id), Arg.Of("kept", kept), Arg.Of("kind", kept ? "kept" : "let_go"), Arg.Of("actor", actor)];
        await CommandAsync((session, token) => session.SendAsync(
            Pages("JobBefore", "KeepEvent", "KeepHistory", "KeepJob"), args, (_, _) => found = true, token), ct);
        if (found)
            _hints.Changed();
        return found ? ControlResult.Done : ControlResult.NotFound;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RetentionRule>> ListRulesAsync(CancellationToken ct) =>
        await ListAsync(_book["ListRules"], [], row => new RetentionRule
        {
            Type = row.GetString(0) is var type and not Any ? type : null,
            Status = row.GetString(1) is var status and not Any ? Words.Status(status) : null,
            AtStart = row.GetBoolean(2),
            Age = row.IsDBNull(3) ? null : Micros.ToSpan(row.GetInt64(3)),
            Archive = row.GetBoolean(4),
        }, ct);

    /// <inheritdoc/>
    public async ValueTask SetRulesAsync(IReadOnlyList<RetentionRule> rules, CancellationToken ct)
    {
        using var rows = new JsonRows();
        foreach (var rule in rules)
        {
            rows.Row().Add("type", rule.Type ?? Any).Add("status", rule.Status is { } status ? Words.Of(status) : Any)
                .Add("at_start", rule.AtStart).Add("age", rule.Age is { } age ? Micros.Of(age) : (long?)null).Add("archive", rule.Archive);
        }

        Arg[] args = [rows.ToArg("rules")];
        await CommandAsync((session, token) => session.SendAsync(Pages("DropRules", "AddRules"), args, null, token), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TakeDutyAsync(string name, Guid holder, TimeSpan lease, TimeSpan every, CancellationToken ct)
    {
        Arg[] args = [Arg.Of("name", name), Arg.Of("holder", holder), Arg.Of("lease", lease), Arg.Of("every", every)];
        return (await CommandAsync((session, token) => session.ListAsync(_book["TakeDuty"], args, _ => true, token), ct)).Count > 0;
    }

    /// <inheritdoc/>
    public async ValueTask EndDutyAsync(string name, Guid holder, CancellationToken ct) => await CommandAsync(
        (session, token) => session.RunAsync(_book["EndDuty"], [Arg.Of("name", name), Arg.Of("holder", holder)], token), ct);

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> DutyRanAsync(string name, CancellationToken ct) =>
        (await FirstAsync("DutyRan", [Arg.Of("name", name)], row => new { At = row.Time(0) }, ct))?.At;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ScannedJob>> ScanAsync(JobId? after, int limit, CancellationToken ct) => await ListAsync(
        _book["ScanJobs"], [Arg.Of("after", after?.Value ?? Guid.Empty), Arg.Of("limit", limit)],
        row => new ScannedJob(
            new JobId(row.GetGuid(0)), row.GetString(1), Words.Status(row.GetString(3)), row.GetBoolean(4), row.GetInt64(5), row.Time(6),
            row.GetString(2) == "final" ? row.TimeOrNull(7) : null), ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JobId>> DeleteAsync(IReadOnlyList<Departure> jobs, string? actor, CancellationToken ct)
    {
        var wanted = jobs.ToDictionary(job => job.Id);
        var gone = await WriteAsync(async (session, token) =>
        {
            var found = new List<JobId>();
            await session.SendAsync(Pages("JobsToDelete"), [Ids(wanted.Keys)], (_, row) =>
            {
                var id = new JobId(row.GetGuid(0));
                if (wanted[id].Seq == row.GetInt64(6))
                    found.Add(id);
            }, token);
            if (found.Count == 0)
                return found;
            using var places = new JsonRows();
            foreach (var id in found)
            {
                if (wanted[id].Place is { } place)
                    places.Row().Add("id", id).Add("file", place.File).Add("start", place.Start).Add("length", place.Length);
            }

            List<Statement> statements = places.Count > 0 ? Pages("AddArchived") : [];
            statements.AddRange(Pages("DeleteEvent", "CountPruned", "AddLeaving", "DropNotices", "DeleteJobs"));
            await session.SendAsync(statements, [Ids(found), places.ToArg("places"), Arg.Of("actor", actor)], null, token);
            return found;
        }, ct);
        if (gone.Count > 0)
            _hints.Changed();
        return gone;
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(int rows, CancellationToken ct)
    {
        var tables = await TablesOfJobsAsync(ct);
        return await WriteAsync(async (session, token) =>
        {
            var left = rows;
            foreach (var id in await session.ListAsync(
                _book["NextLeaving"], [Arg.Of("limit", Math.Min(rows, LeavingAtOnce))], row => row.GetGuid(0), token))
            {
                foreach (var table in tables.Where(_ => left > 0))
                    left -= await table.DropAsync(session, JobColumn, id, left, token);
                if (left <= 0)
                    break;
                left -= await session.RunAsync(_book["DropLeaving"], [Arg.Of("id", id)], token);
            }

            return rows - left;
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<ArchivedJob?> GetArchivedAsync(JobId id, CancellationToken ct) => FirstAsync("GetArchived", [Id(id)], Archived, ct);

    /// <inheritdoc/>
    public async ValueTask<Page<ArchivedJob>> ListArchivedAsync(string? search, PageRequest page, CancellationToken ct)
    {
        var chosen = new List<string>();
        var args = new List<Arg> { Arg.Of("limit", page.Limit + 1) };
        if (page.After is not null)
        {
            chosen.Add("after");
            args.Add(Arg.Of("after", JobId.TryParse(page.After, null, out var after) ? after.Value : throw BadPage()));
        }

        if (!string.IsNullOrEmpty(search))
        {
            chosen.Add("name");
            args.Add(Arg.Of("name", $"%{Escape(search.ToLowerInvariant())}%"));
        }

        var rows = await ListAsync(_book["ListArchived"].With(chosen), args, Archived, ct);
        return Cut(rows, page.Limit, job => job.Id.ToString());
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PrunedCount>> ListPrunedAsync(DateTimeOffset since, CancellationToken ct) => await ListAsync(
        _book["ListPruned"], [Arg.Of("since", since)],
        row => new PrunedCount(
            row.Time(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)), ct);

    /// <inheritdoc/>
    public async ValueTask<int> PruneTracesAsync(DateTimeOffset before, int limit, CancellationToken ct) => await CommandAsync(
        (session, token) => session.SendAsync(
            Pages("PruneEvents", "PruneSessions"), [Arg.Of("before", before), Arg.Of("limit", limit)], null, token), ct);

    /// <summary>The names of an object, each once: the statements read them so, see the migration that makes <c>id_text</c>.</summary>
    private static Arg Ids(IEnumerable<JobId> ids) => IdsAs("ids", ids);

    private static Arg IdsAs(string name, IEnumerable<JobId> ids) =>
        Arg.Json(name, $"{{{string.Join(',', ids.Distinct().Select(id => $"\"{id.Value:D}\":0"))}}}");

    private static ArchivedJob Archived(DbDataReader row) => new()
    {
        Id = new JobId(row.GetGuid(0)),
        Org = row.GetString(1),
        Type = row.GetString(2),
        Name = row.TextOrNull(3),
        Status = Words.Status(row.GetString(4)),
        Items = row.GetInt32(5),
        CreatedAt = row.Time(6),
        FinishedAt = row.Time(7),
        ArchivedAt = row.Time(8),
        Place = new ArchivePlace(row.GetString(9), row.GetInt64(10), row.GetInt64(11)),
    };
}
