using Headway.Data;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>What the SQL kit promises, whatever is kept in it.</summary>
public sealed class KitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headway-kit-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "kit.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a --postgres", Dialect.Postgres, "a\n")]
    [InlineData("a --sqlite", Dialect.Postgres, "")]
    [InlineData("a   --postgres: lock", Dialect.Postgres, "a\n")]
    [InlineData("a --sqlite", Dialect.Sqlite, "a\n")]
    [InlineData("a -- postgres is a word here", Dialect.Sqlite, "a -- postgres is a word here\n")]
    [InlineData("a --?org", Dialect.Sqlite, "")]
    [InlineData("FROM t /*by t_name*/", Dialect.Sqlite, "FROM t INDEXED BY t_name\n")]
    [InlineData("FROM t /*by t_name*/", Dialect.Postgres, "FROM t /*by t_name*/\n")]
    public void marked_line_stays_for_its_database_only(string line, Dialect dialect, string expected) =>
        Assert.Equal(expected, SqlText.For(line, dialect, new HashSet<string>()));

    [Fact]
    public void text_is_split_at_semicolons_outside_strings_comments_and_quotes()
    {
        const string text = """
            SELECT ';' -- no; not here
            /* nor; here */ ; SELECT "a;b", $$ c; d $$, $x$ ; $x$;;
            """;
        Assert.Equal(2, SqlText.Split(text).Count);
    }

    [Fact]
    public void parameters_are_named_once_and_casts_and_operators_are_left_alone()
    {
        var (text, names) = SqlText.Bind("SELECT @a, @b, @a, x @> y, '@no', z::int", Dialect.Postgres);
        Assert.Equal("SELECT $1, $2, $1, x @> y, '@no', z::int", text);
        Assert.Equal(["a", "b"], names);
    }

    [Fact]
    public async Task one_failing_operation_loses_nothing_of_the_others()
    {
        await using var database = await OpenAsync();
        var tasks = Enumerable.Range(0, 100).Select(async no =>
        {
            try
            {
                await ExecuteAsync(database, $"INSERT INTO t VALUES ({no % 90})"); // ten of them twice
                return true;
            }
            catch (DatabaseException e) when (e.Fault == DatabaseFault.Constraint)
            {
                return false;
            }
        });
        var done = await Task.WhenAll(tasks);
        Assert.Equal((90, 10), (done.Count(ok => ok), done.Count(ok => !ok)));
        Assert.Equal(90, await CountAsync(database));
    }

    [Fact]
    public async Task work_that_throws_after_writing_leaves_nothing()
    {
        await using var database = await OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await database.WriteAsync<bool>(async (session, ct) =>
        {
            await session.RunTextAsync("INSERT INTO t VALUES (1)", ct);
            throw new InvalidOperationException("no");
        }, Ct));
        Assert.Equal(0, await CountAsync(database));
    }

    [Fact]
    public async Task work_that_waits_for_something_else_still_commits()
    {
        await using var database = await OpenAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = database.WriteAsync(async (session, ct) =>
        {
            await gate.Task;
            await session.RunTextAsync("INSERT INTO t VALUES (1)", ct);
            return true;
        }, Ct).AsTask();
        gate.SetResult();
        Assert.True(await writing.WaitAsync(TimeSpan.FromSeconds(20), Ct));
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task file_has_one_owner_and_the_second_is_told_who()
    {
        await using var first = await OpenAsync();
        var e = await Assert.ThrowsAsync<DatabaseException>(async () => await Database.OpenAsync(File, new DatabaseOptions(), Ct));
        Assert.Equal(DatabaseFault.Locked, e.Fault);
        Assert.Contains($"process {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await using var second = await Database.OpenAsync(File, new DatabaseOptions { QuickCheck = true }, Ct);
        Assert.Equal(0, await CountAsync(second));
    }

    [Fact]
    public async Task file_that_is_no_database_is_named_as_damaged()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), Ct);
        var e = await Assert.ThrowsAsync<DatabaseException>(async () => await Database.OpenAsync(File, new DatabaseOptions(), Ct));
        Assert.Equal(DatabaseFault.Damaged, e.Fault);
    }

    [Fact]
    public async Task server_that_does_not_answer_is_unavailable()
    {
        const string nobody = "postgres://me:secret@127.0.0.1:1/db?timeout=5";
        var e = await Assert.ThrowsAsync<DatabaseException>(async () => await Database.OpenAsync(nobody, new DatabaseOptions(), Ct));
        Assert.Equal(DatabaseFault.Unavailable, e.Fault);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task time_of_a_file_never_goes_back()
    {
        var clock = new SteppingClock();
        await using var database = await Database.OpenAsync(File, new DatabaseOptions { Clock = clock }, Ct);
        var before = await NowAsync(database);
        clock.Now = clock.Now.AddHours(-1);
        Assert.Equal(before, await NowAsync(database));
        clock.Now = clock.Now.AddHours(2);
        Assert.Equal(before + (3600L * 1_000_000), await NowAsync(database));
    }

    private async Task<Database> OpenAsync()
    {
        var database = await Database.OpenAsync(File, new DatabaseOptions(), Ct);
        await ExecuteAsync(database, "CREATE TABLE IF NOT EXISTS t (no int PRIMARY KEY)");
        return database;
    }

    private static ValueTask<bool> ExecuteAsync(Database database, string sql) => database.WriteAsync(async (session, ct) =>
    {
        await session.RunTextAsync(sql, ct);
        return true;
    }, Ct);

    private static async ValueTask<long> CountAsync(Database database) =>
        (await database.ListAsync(TestBook.Of(Dialect.Sqlite)["CountRows"], [], row => row.GetInt64(0), Ct))[0];

    private static async ValueTask<long> NowAsync(Database database) =>
        (await database.ListAsync(TestBook.Of(Dialect.Sqlite)["NowInTests"], [], row => row.GetInt64(0), Ct))[0];

    private sealed class SteppingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
