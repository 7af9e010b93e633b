using System.Text.RegularExpressions;
using Headway.Data;
using Headway.Sim.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>The book keeps its rules: both databases understand every statement, and mean the same by it.</summary>
[Collection("postgres")]
public sealed partial class BookTests
{
    private static readonly Book Postgres = Book.Load(typeof(SqlJobStore).Assembly, Dialect.Postgres);
    private static readonly Book Sqlite = Book.Load(typeof(SqlJobStore).Assembly, Dialect.Sqlite);

    /// <summary>Those of the files that are for both: all but the hot path.</summary>
    private static readonly HashSet<string> Shared =
        [.. Book.Texts(typeof(SqlJobStore).Assembly).SelectMany(file => Book.Cut(file.Name, file.Text)).Select(entry => entry.Name)];

    /// <summary>More than two marked lines, each with its reason.</summary>
    private static readonly Dictionary<string, string> Excused = new()
    {
        ["LockClaims"] = "rows of a parameter, and a row lock",
        ["LockJobs"] = "rows of a parameter, and a row lock",
        ["HeldByKeys"] = "rows of a parameter, and a row lock",
        ["LockKeys"] = "rows of a parameter, and a row lock",
        ["CreditClaims"] = "rows of a parameter, more than once",
        ["LockLogJobs"] = "rows of a parameter, more than once",
        ["LockWrongCaps"] = "rows of a parameter, more than once",
        ["MendCaps"] = "rows of a parameter, more than once",
        ["SetSequences"] = "sequences are PostgreSQL's own",
        ["ReportJobs"] = "rows of a parameter, twice: the last words are picked by their number",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void both_databases_have_the_same_statements_with_the_same_parameters()
    {
        Assert.NotEmpty(Shared);
        foreach (var statement in Postgres.Statements.Where(statement => Shared.Contains(statement.Name)))
            Assert.Equal(Parameters(statement), Parameters(Sqlite[statement.Name]));
    }

    [Fact]
    public async Task every_statement_can_be_prepared_and_has_the_same_columns_on_both()
    {
        await using var postgres = await PostgresUnderTest.OpenAsync();
        await using var sqlite = await SqliteUnderTest.OpenAsync();
        var server = await PostgresServer.SharedAsync();
        await using var connection = new NpgsqlConnection(server.ConnectTo(postgres.Database.Place.Split('/')[^1]) + ";Pooling=false");
        await connection.OpenAsync(Ct);
        using var file = new SqliteConnection($"Data Source={sqlite.Database.Place};Mode=ReadOnly;Pooling=false");
        file.Open();
        file.CreateFunction("now_us", () => 1L);

        foreach (var statement in Sqlite.Statements.Where(statement => !Shared.Contains(statement.Name)))
            Columns(file, statement);
        foreach (var statement in Postgres.Statements.OrderBy(statement => statement.Name))
        {
            foreach (var choice in Variants(statement))
            {
                var there = await ColumnsAsync(connection, statement.With(choice));
                if (!Shared.Contains(statement.Name))
                    continue;
                var here = Columns(file, Sqlite[statement.Name].With(choice));
                Assert.Equal($"{statement}: {there.Count} columns", $"{statement}: {here.Count} columns");
                foreach (var (a, b) in there.Zip(here).Where(pair => NamePattern().IsMatch(pair.Second)))
                    Assert.Equal($"{statement}: {b}", $"{statement}: {a}");
            }
        }
    }

    [Fact]
    public void marked_lines_are_few()
    {
        var (all, marked) = (0, 0);
        foreach (var (file, text) in Book.Texts(typeof(SqlJobStore).Assembly))
        {
            foreach (var (name, body) in Book.Cut(file, text))
            {
                var lines = body.Split('\n').Where(line => line.Trim() is not ("" or ['-', '-', ..])).ToList();
                var marks = lines.Count(line => SqlText.Unmark(line).Mark is "postgres" or "sqlite");
                (all, marked) = (all + lines.Count, marked + marks);
                Assert.True(marks > 2 == Excused.ContainsKey(name), $"{name} has {marks} marked lines");
            }
        }

        Assert.True(marked * 100 <= all * 15, $"{marked} of {all} lines are marked");
    }

    private static IEnumerable<IEnumerable<string>> Variants(Statement statement) =>
        [[], .. statement.Choices.Select(choice => (string[])[choice]), statement.Choices];

    private static IEnumerable<string> Parameters(Statement statement) =>
        Variants(statement).SelectMany(choice => statement.With(choice).Parts).SelectMany(part => part.Parameters).Distinct().Order();

    private static async Task<List<string>> ColumnsAsync(NpgsqlConnection connection, Statement statement)
    {
        var columns = new List<string>();
        foreach (var part in statement.Parts)
        {
            await using var command = new NpgsqlCommand(part.Text, connection);
            foreach (var _ in part.Parameters)
                command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value });
            try
            {
                await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SchemaOnly, Ct);
                columns.AddRange(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
            }
            catch (PostgresException e)
            {
                Assert.Fail($"{statement}: {e.MessageText} at {e.Position} of {part.Text}");
            }
        }

        return columns;
    }

    private static List<string> Columns(SqliteConnection connection, Statement statement)
    {
        var columns = new List<string>();
        foreach (var part in statement.Parts)
        {
            var code = raw.sqlite3_prepare_v2(connection.Handle, part.Text, out var prepared);
            Assert.True(code == raw.SQLITE_OK, $"{statement}: {raw.sqlite3_errmsg(connection.Handle).utf8_to_string()} in {part.Text}");
            using (prepared)
            {
                columns.AddRange(Enumerable.Range(0, raw.sqlite3_column_count(prepared))
                    .Select(column => raw.sqlite3_column_name(prepared, column).utf8_to_string()));
            }
        }

        return columns;
    }

    [GeneratedRegex("^[a-z_]+$")]
    private static partial Regex NamePattern();
}
