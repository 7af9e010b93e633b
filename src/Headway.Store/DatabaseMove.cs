using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headway.Data;

namespace Headway.Store;

/// <summary>
/// Moves all of an installation to another database: every table the catalog of the source names, whoever made it, row by row with its
/// ids. Files stay where they are. The source is opened, so no server may run on it, and it is not changed. The target must be new;
/// one in which a move was broken off is cleared and filled again. At the end every table is read back and compared, and what ran when
/// the source was last stopped is handed back unspent, so that it runs on at the target.
/// </summary>
/// <param name="from">The source, opened and up to date.</param>
/// <param name="to">The target, opened and up to date.</param>
/// <param name="tell">Takes a line of progress.</param>
public sealed class DatabaseMove(SqlJobStore from, SqlJobStore to, Action<string> tell)
{
    private const int Page = 500;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int Told = 100_000;

    /// <summary>
    /// Records of the schema, written by the target's own migrations; work of nodes, which the target has none of; and what its triggers
    /// count by themselves while jobs arrive.
    /// </summary>
    private static readonly string[] Own = ["migration", "duty", "job_tally", "job_move"];

    /// <summary>Begun with rows that say nothing yet.</summary>
    private static readonly string[] Seeded = ["rollup_mark"];

    private readonly Book _book = Book.Load(typeof(SqlJobStore).Assembly, to.Database.Dialect);

    /// <summary>Moves it.</summary>
    /// <returns>Rows moved.</returns>
    /// <exception cref="DatabaseException">The target holds data, lacks a table, or does not read back the same.</exception>
    public async ValueTask<long> RunAsync(CancellationToken ct)
    {
        var there = (await TableShape.ReadAsync(to.Database, ct)).ToDictionary(table => table.Name);
        var tables = (await TableShape.ReadAsync(from.Database, ct)).Where(table => !Own.Contains(table.Name)).ToList();
        foreach (var table in tables)
        {
            if (!there.TryGetValue(table.Name, out var same) || table.Columns.Any(column => !same.Has(column.Name)))
                throw Wrong($"{to.Database.Place} has no table '{table.Name}' like the source's; start this version on both once.");
        }

        await MakeReadyAsync([.. tables.Select(table => there[table.Name])], ct);
        var total = 0L;
        foreach (var table in tables)
        {
            var (rows, sum) = await CopyAsync(table, there[table.Name], ct);
            var read = await SumAsync(to.Database, there[table.Name], ct);
            if (read != (rows, sum))
                throw Wrong($"'{table.Name}' reads back with {read.Rows} rows instead of {rows}, or others; move it again.");
            total += rows;
            Tell($"{table.Name}: {rows:N0} rows, compared");
        }

        await to.Database.ListAsync(_book["SetSequences"], [], row => row.GetValue(0), ct);
        var sessions = await to.Database.ListAsync(_book["OpenSessions"], [], row => row.GetGuid(0), ct);
        foreach (var session in sessions)
            await to.CloseSessionAsync(session, ct);
        await to.Database.RunAsync(_book["EndMove"], [], ct);
        return total;
    }

    /// <summary>Rows of a table and a sum over them that does not depend on their order.</summary>
    private static async ValueTask<(long Rows, ulong Sum)> SumAsync(Database database, TableShape table, CancellationToken ct)
    {
        var (rows, sum) = (0L, 0UL);
        await foreach (var page in PagesAsync(database, table, ct))
        {
            rows += page.Count;
            foreach (var row in page)
                sum += Hash(row);
        }

        return (rows, sum);
    }

    private async ValueTask<(long Rows, ulong Sum)> CopyAsync(TableShape table, TableShape target, CancellationToken ct)
    {
        var (rows, sum, told) = (0L, 0UL, 0L);
        var writer = new TableRows(target, to.Database.Dialect);
        await foreach (var page in PagesAsync(from.Database, table, ct))
        {
            foreach (var part in Parts(page))
                await to.Database.CommandAsync((session, token) => writer.AddAsync(session, part, token), ct);
            rows += page.Count;
            foreach (var row in page)
                sum += Hash(row);
            if (rows - told < Told)
                continue;
            told = rows;
            Tell($"{table.Name}: {rows:N0} rows so far");
        }

        return (rows, sum);
    }

    private static async IAsyncEnumerable<List<byte[]>> PagesAsync(
        Database database, TableShape table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var reader = new TableRows(table, database.Dialect);
        IReadOnlyList<object>? after = null;
        do
        {
            var page = new List<byte[]>(Page);
            var start = after;
            after = await database.ReadAsync((session, token) =>
            {
                page.Clear();
                return reader.ReadAsync(session, null, start, Page, row => page.Add(row.ToArray()), token);
            }, ct);
            yield return page;
        }
        while (after is not null);
    }

    /// <summary>A page as JSON arrays that are not too long for one message.</summary>
    private static IEnumerable<string> Parts(List<byte[]> page)
    {
        var part = new StringBuilder("[");
        foreach (var row in page)
        {
            if (part.Length > 1)
                part.Append(',');
            part.Append(Encoding.UTF8.GetString(row));
            if (part.Length < MostBytes)
                continue;
            yield return part.Append(']').ToString();
            part.Clear().Append('[');
        }

        if (part.Length > 1)
            yield return part.Append(']').ToString();
    }

    private async ValueTask MakeReadyAsync(IReadOnlyList<TableShape> tables, CancellationToken ct)
    {
        var again = (await to.Database.ListAsync(_book["MoveBegan"], [], _ => true, ct)).Count > 0;
        foreach (var table in tables)
        {
            var rows = new TableRows(table, to.Database.Dialect);
            if (again || Seeded.Contains(table.Name))
                await to.Database.WriteAsync((session, token) => rows.ClearAsync(session, token), ct);
            else if (!await IsEmptyAsync(rows, ct))
                throw Wrong($"{to.Database.Place} holds data already (in '{table.Name}'); name an empty database.");
        }

        if (again)
            Tell($"A move was broken off; {to.Database.Place} was cleared and is filled again.");
        await to.Database.RunAsync(_book["BeginMove"], [Arg.Of("holder", Guid.Empty)], ct);
    }

    private async ValueTask<bool> IsEmptyAsync(TableRows rows, CancellationToken ct)
    {
        var empty = true;
        await to.Database.ReadAsync((session, token) => rows.ReadAsync(session, null, null, 1, _ => empty = false, token), ct);
        return empty;
    }

    private static ulong Hash(byte[] row) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(row));

    private void Tell(FormattableString line) => tell(line.ToString(CultureInfo.InvariantCulture));

    private static DatabaseException Wrong(FormattableString sentence) =>
        new(DatabaseFault.Constraint, sentence.ToString(CultureInfo.InvariantCulture));
}
