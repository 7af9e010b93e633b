using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>
/// A job as lines, and back: every row of every table that has the job's id in its column <c>job_id</c>, as the catalog tells it, so that
/// tables of topics to come are among them.
/// </summary>
public sealed partial class SqlJobStore
{
    private const string JobColumn = "job_id";
    private const string JobTable = "job";
    private const int LinesAtOnce = 200;
    private const int BytesAtOnce = 4 * 1024 * 1024;
    private static readonly TimeSpan RestoresWithin = TimeSpan.FromHours(1);

    /// <summary>About jobs, but not a part of them.</summary>
    private static readonly string[] Apart = ["leaving", "archived"];
    private IReadOnlyList<TableRows>? _tablesOfJobs;
    private TableRows? _jobTable;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> DumpAsync(JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        var tables = await TablesOfJobsAsync(ct);
        await foreach (var line in LinesAsync(_jobTable!, "id", id, ct))
            yield return line;
        foreach (var table in tables)
        {
            await foreach (var line in LinesAsync(table, JobColumn, id, ct))
                yield return line;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ControlResult> RestoreAsync(JobId id, IAsyncEnumerable<string> lines, string? actor, CancellationToken ct)
    {
        if (await GetJobAsync(id, ct) is not null)
            return ControlResult.Refused;
        var tables = (await TablesOfJobsAsync(ct)).Append(_jobTable!).ToDictionary(table => table.Shape.Name);
        await MakeRoomAsync(id, ct);
        ArchivedRows? job = null;
        var page = new ArchivedRows();
        await foreach (var text in lines.WithCancellation(ct))
        {
            using var line = JsonDocument.Parse(text);
            var (table, row) = (line.RootElement.GetProperty("table").GetString()!, line.RootElement.GetProperty("row"));
            if (!tables.ContainsKey(table))
                continue; // a topic this version no longer has
            if (table == JobTable)
            {
                (job = new ArchivedRows()).Add(table, row);
                continue;
            }

            if (page.Count > 0 && (page.Table != table || page.Count >= LinesAtOnce || page.Bytes >= BytesAtOnce))
            {
                await AddAsync(tables, page, ct);
                page = new ArchivedRows();
            }

            page.Add(table, row);
        }

        if (job is null)
            throw new IOException($"The archive of {id} does not begin with the job; it is damaged.");
        await AddAsync(tables, page, ct);
        await WriteAsync(async (session, token) =>
        {
            await job.AddAsync(tables[JobTable], session, token);
            return await session.SendAsync(
                Pages("RestoreEvent", "RestoreHistory", "RestoreSeq", "DropArchived", "DropLeaving"),
                [Id(id), Arg.Of("actor", actor)], null, token);
        }, ct);
        _hints.Changed();
        return ControlResult.Done;
    }

    /// <summary>Purges what is still there of the job; should this process die on the way, what it added is purged later.</summary>
    private async ValueTask MakeRoomAsync(JobId id, CancellationToken ct)
    {
        await CommandAsync((session, token) =>
            session.RunAsync(_book["HoldLeaving"], [Id(id), Arg.Of("hold", RestoresWithin)], token), ct);
        foreach (var table in await TablesOfJobsAsync(ct))
        {
            while (await WriteAsync((session, token) => table.DropAsync(session, JobColumn, id.Value, LinesAtOnce, token), ct) > 0)
                ct.ThrowIfCancellationRequested();
        }
    }

    private async ValueTask AddAsync(Dictionary<string, TableRows> tables, ArchivedRows page, CancellationToken ct)
    {
        if (page.Count > 0)
            await WriteAsync((session, token) => page.AddAsync(tables[page.Table], session, token), ct);
    }

    private async IAsyncEnumerable<string> LinesAsync(
        TableRows table, string column, JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        IReadOnlyList<object>? after = null;
        do
        {
            var page = new List<string>();
            var from = after;
            after = await ReadAsync((session, token) => table.ReadAsync(session, (column, id.Value), from, LinesAtOnce, row =>
                page.Add($$$"""{"table":"{{{table.Shape.Name}}}","row":{{{Encoding.UTF8.GetString(row.Span)}}}}"""), token), ct);
            foreach (var line in page)
                yield return line;
        }
        while (after is not null);
    }

    private async ValueTask<IReadOnlyList<TableRows>> TablesOfJobsAsync(CancellationToken ct)
    {
        if (_tablesOfJobs is not null)
            return _tablesOfJobs;
        var all = await TableShape.ReadAsync(_database, ct);
        _jobTable = new TableRows(all.First(table => table.Name == JobTable), _database.Dialect);
        return _tablesOfJobs = [.. all.Where(table => table.Has(JobColumn) && !Apart.Contains(table.Name))
            .Select(table => new TableRows(table, _database.Dialect))];
    }
}
