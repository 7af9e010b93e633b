using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Headway.Data;

/// <summary>
/// Brings a line of the schema up to date: files <c>migrations/0001_name.sql</c> of an assembly, in order, each once, forward only.
/// Lines are independent, so that an assembly of job types can have tables of its own.
/// </summary>
/// <param name="database">Which database.</param>
/// <param name="clock">For the record of when.</param>
public sealed class Migrator(Database database, TimeProvider clock)
{
    private const string Folder = "migrations/";
    private static readonly Assembly Own = typeof(Migrator).Assembly;

    /// <summary>
    /// Applies what is missing, all or none of it. Several processes may try at once; one does the work, the others wait.
    /// </summary>
    /// <param name="line">Name of the line, never changed.</param>
    /// <param name="assembly">Has the files as resources.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many were applied.</returns>
    /// <exception cref="DatabaseException">The database is newer than this program, or a file was changed after it had been
    /// applied.</exception>
    public ValueTask<int> RunAsync(string line, Assembly assembly, CancellationToken ct) => database.WriteAsync(async (session, token) =>
    {
        var book = Kit.For(session.Dialect);
        await session.RunAsync(book["LockMigrations"], [], token);
        await session.RunAsync(book["CreateMigrations"], [], token);
        return await ApplyAsync(session, "kit", Own, token) + await ApplyAsync(session, line, assembly, token);
    }, ct);

    /// <summary>The files of an assembly, cut to one dialect.</summary>
    internal static IReadOnlyList<Migration> Read(Assembly assembly, Dialect dialect) =>
    [
        .. from name in assembly.GetManifestResourceNames()
           let path = name.Replace('\\', '/')
           where path.StartsWith(Folder, StringComparison.Ordinal)
           orderby path
           select Migration.From(path[Folder.Length..^4], Book.Read(assembly, name), dialect),
    ];

    private async ValueTask<int> ApplyAsync(DbSession session, string line, Assembly assembly, CancellationToken ct)
    {
        var book = Kit.For(session.Dialect);
        var known = Read(assembly, session.Dialect);
        var applied = await session.ListAsync(
            book["ListMigrations"], [Arg.Of("line", line)], row => (Number: row.GetInt32(1), Checksum: row.GetString(3)), ct);
        var newest = known.Count == 0 ? 0 : known[^1].Number;
        foreach (var (number, checksum) in applied)
        {
            if (number > newest)
            {
                throw new DatabaseException(DatabaseFault.Version,
                    $"{database.Place} is at version {number} of '{line}', this program knows {newest}: update the program.");
            }

            if (known.FirstOrDefault(migration => migration.Number == number)?.Checksum != checksum)
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
                Arg.Of("at", clock.GetUtcNow()),
            ], ct);
            await session.RunTextAsync(migration.Text, ct);
        }

        return missing.Count;
    }
}

/// <summary>One file of a line.</summary>
internal sealed record Migration(int Number, string Name, string Text, string Checksum)
{
    public static Migration From(string file, string text, Dialect dialect)
    {
        var at = file.IndexOf('_', StringComparison.Ordinal);
        var whole = text.ReplaceLineEndings("\n");
        return new Migration(
            int.Parse(file.AsSpan(0, at), CultureInfo.InvariantCulture),
            file[(at + 1)..],
            SqlText.For(whole, dialect, FrozenSet<string>.Empty),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole))));
    }
}
