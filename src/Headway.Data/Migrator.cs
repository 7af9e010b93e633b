using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Headway.Data;

/// <summary>
/// Brings a line of the schema up to date: files <c>migrations/0001_name.sql</c> of an assembly, in order, each once.
/// Lines are independent, so that an assembly of job types can have tables of its own.
/// A file whose first line begins with <c>-- additive</c> only adds: programs that do not know it work on beside it. It may have a file of
/// the same name in <c>downgrades/</c> that undoes it.
/// </summary>
/// <param name="database">Which database.</param>
/// <param name="clock">For the record of when.</param>
public sealed class Migrator(Database database, TimeProvider clock)
{
    private const string Folder = "migrations/";
    private const string Downgrades = "downgrades/";
    private static readonly Assembly Own = typeof(Migrator).Assembly;

    /// <summary>Files after this number are not known: an older program, for tests.</summary>
    internal int Newest { get; init; } = int.MaxValue;

    /// <summary>
    /// Applies what is missing, all or none of it. Several processes may try at once; one does the work, the others wait.
    /// </summary>
    /// <param name="line">Name of the line, never changed.</param>
    /// <param name="assembly">Has the files as resources.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many were applied.</returns>
    /// <exception cref="DatabaseException">The database is newer than this program by more than additions, or a file was changed after it
    /// had been applied.</exception>
    public ValueTask<int> RunAsync(string line, Assembly assembly, CancellationToken ct) => database.WriteAsync(async (session, token) =>
    {
        var book = Kit.For(session.Dialect);
        await session.RunAsync(book["LockMigrations"], [], token);
        await session.RunAsync(book["CreateMigrations"], [], token);
        return await ApplyAsync(session, "kit", Own, token) + await ApplyAsync(session, line, assembly, token);
    }, ct);

    /// <summary>Undoes what came after a version, all or none of it. Nobody may work with the database meanwhile.</summary>
    /// <param name="line">Name of the line.</param>
    /// <param name="assembly">Has the files as resources.</param>
    /// <param name="to">The version that is left.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many were undone.</returns>
    /// <exception cref="DatabaseException">One of them cannot be undone; nothing was.</exception>
    public ValueTask<int> UndoAsync(string line, Assembly assembly, int to, CancellationToken ct) =>
        database.WriteAsync((session, token) => UndoAsync(session, line, assembly, to, token), ct);

    private async ValueTask<int> UndoAsync(DbSession session, string line, Assembly assembly, int to, CancellationToken token)
    {
        var book = Kit.For(session.Dialect);
        await session.RunAsync(book["LockMigrations"], [], token);
        await session.RunAsync(book["CreateMigrations"], [], token);
        var undoing = Read(assembly, session.Dialect, Downgrades).ToDictionary(file => file.Number);
        var applied = await session.ListAsync(
            book["ListMigrations"], [Arg.Of("line", line)], row => (Number: row.GetInt32(1), Name: row.GetString(2)), token);
        var count = 0;
        foreach (var (number, name) in applied.Where(row => row.Number > to).OrderByDescending(row => row.Number))
        {
            if (!undoing.TryGetValue(number, out var undo))
            {
                throw new DatabaseException(DatabaseFault.Version,
                    $"Migration {number} ('{name}') of {database.Place} cannot be undone by this program: "
                    + "restore the backup from before the upgrade.");
            }

            await session.RunTextAsync(undo.Text, token);
            await session.RunAsync(book["DropMigration"], [Arg.Of("line", line), Arg.Of("number", number)], token);
            count++;
        }

        return count;
    }

    /// <summary>The files of an assembly, cut to one dialect.</summary>
    internal static IReadOnlyList<Migration> Read(Assembly assembly, Dialect dialect, string folder = Folder) =>
    [
        .. from name in assembly.GetManifestResourceNames()
           let path = name.Replace('\\', '/')
           where path.StartsWith(folder, StringComparison.Ordinal)
           orderby path
           select Migration.From(path[folder.Length..^4], Book.Read(assembly, name), dialect),
    ];

    private async ValueTask<int> ApplyAsync(DbSession session, string line, Assembly assembly, CancellationToken ct)
    {
        var book = Kit.For(session.Dialect);
        IReadOnlyList<Migration> known = [.. Read(assembly, session.Dialect).Where(migration => migration.Number <= Newest)];
        var applied = await session.ListAsync(
            book["ListMigrations"], [Arg.Of("line", line)],
            row => (Number: row.GetInt32(1), Checksum: row.GetString(3), MinReader: row.GetInt32(4)), ct);
        var newest = known.Count == 0 ? 0 : known[^1].Number;
        foreach (var (number, checksum, reader) in applied)
        {
            if (number > newest && reader > newest)
            {
                throw new DatabaseException(DatabaseFault.Version,
                    $"{database.Place} is at version {number} of '{line}', which needs a program that knows {reader}; this one knows "
                    + $"{newest}: update the program, or go back with `headway migrate --to {newest}` of the newer one.");
            }

            if (number <= newest && known.FirstOrDefault(migration => migration.Number == number)?.Checksum != checksum)
            {
                throw new DatabaseException(DatabaseFault.Version,
                    $"Migration {number} of '{line}' is not the one that was applied to {database.Place}: "
                    + "use the program that made it, or a later one.");
            }
        }

        var done = applied.Select(row => row.Number).ToHashSet();
        var missing = known.Where(migration => !done.Contains(migration.Number)).ToList();
        foreach (var migration in missing)
        {
            await session.RunAsync(book["AddMigration"],
            [
                Arg.Of("line", line),
                Arg.Of("number", migration.Number),
                Arg.Of("name", migration.Name),
                Arg.Of("checksum", migration.Checksum),
                Arg.Of("min_reader", migration.IsAdditive ? 0 : migration.Number),
                Arg.Of("at", clock.GetUtcNow()),
            ], ct);
            await session.RunTextAsync(migration.Text, ct);
        }

        return missing.Count;
    }
}

/// <summary>One file of a line.</summary>
internal sealed record Migration(int Number, string Name, string Text, string Checksum, bool IsAdditive)
{
    private const string Additive = "-- additive";

    public static Migration From(string file, string text, Dialect dialect)
    {
        var at = file.IndexOf('_', StringComparison.Ordinal);
        var whole = text.ReplaceLineEndings("\n");
        return new Migration(
            int.Parse(file.AsSpan(0, at), CultureInfo.InvariantCulture),
            file[(at + 1)..],
            SqlText.For(whole, dialect, FrozenSet<string>.Empty),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole))),
            whole.StartsWith(Additive, StringComparison.Ordinal));
    }
}
