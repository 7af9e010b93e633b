using Headway.Client;
using Headway.Data;
using Headway.Handlers;
using Headway.Model;
using Headway.Sim.Postgres;
using Npgsql;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Jobs submitted with rows of a program's own: both, or neither.</summary>
[Collection("postgres")]
public sealed class TransactionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task job_and_row_of_one_transaction_are_both_there(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        var id = await ClientOf(under).RunAsync(async (transaction, ct) =>
        {
            await WriteAsync(transaction, "bought", ct);
            return await transaction.EnqueueAsync(new NewJob { Type = "work", Items = [new NewItem("a", null)] }, ct);
        }, Ct);
        Assert.Equal(["bought"], await under.RowsAsync());
        Assert.Equal(JobStatus.Queued, (await under.Store.GetJobAsync(id, Ct))!.Status);
        Assert.Single(await under.Store.ReadEventsAsync(0, 10, Ct));
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task nothing_is_there_where_the_work_throws(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ClientOf(under).RunAsync<int>(async (transaction, ct) =>
        {
            await WriteAsync(transaction, "bought", ct);
            await transaction.EnqueueAsync(new NewJob { Type = "work", UniqueKey = "k" }, ct);
            throw new InvalidOperationException("out of stock");
        }, Ct));
        Assert.Empty(await under.RowsAsync());
        Assert.Empty((await under.Store.ListJobsAsync(new JobFilter(), new PageRequest(10), Ct)).Rows);
        Assert.Empty(await under.Store.ReadEventsAsync(0, 10, Ct));
        Assert.Empty(await under.Store.LanesAsync(["default"], Ct));
    }

    [Fact]
    public async Task job_in_the_callers_transaction_is_there_when_that_commits_and_not_before()
    {
        await using var under = await OpenAsync(Dialect.Postgres);
        await using var connection = await ConnectAsync(under.Database.Place);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        var client = ClientOf(under);
        var id = await client.EnqueueAsync(new NewJob { Type = "work" }, transaction, Ct);
        Assert.Null(await under.Store.GetJobAsync(id, Ct));
        Assert.Empty(await under.Store.LanesAsync(["default"], Ct));
        await transaction.CommitAsync(Ct);
        Assert.Equal(JobStatus.Queued, (await under.Store.GetJobAsync(id, Ct))!.Status);
        Assert.Single(await under.Store.LanesAsync(["default"], Ct));
        Assert.Single(await under.Store.ReadEventsAsync(0, 10, Ct));
    }

    [Fact]
    public async Task job_in_a_transaction_that_rolls_back_never_was_and_frees_its_key()
    {
        await using var under = await OpenAsync(Dialect.Postgres);
        await using var connection = await ConnectAsync(under.Database.Place);
        var client = ClientOf(under);
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await client.EnqueueAsync(new NewJob { Type = "work", UniqueKey = "k" }, transaction, Ct);
            await transaction.RollbackAsync(Ct);
        }

        await using var second = await connection.BeginTransactionAsync(Ct);
        var id = await client.EnqueueAsync(new NewJob { Type = "work", UniqueKey = "k" }, second, Ct);
        await second.CommitAsync(Ct);
        var only = Assert.Single((await under.Store.ListJobsAsync(new JobFilter(), new PageRequest(10), Ct)).Rows);
        Assert.Equal(id, only.Id);
    }

    [Fact]
    public async Task transaction_of_another_database_is_refused()
    {
        await using var under = await OpenAsync(Dialect.Postgres);
        await using var other = await OpenAsync(Dialect.Postgres);
        await using var sqlite = await OpenAsync(Dialect.Sqlite);
        await using var connection = await ConnectAsync(other.Database.Place);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await ClientOf(under).EnqueueAsync(new NewJob { Type = "work" }, transaction, Ct));
        await Assert.ThrowsAsync<NotSupportedException>(async () =>
            await ClientOf(sqlite).EnqueueAsync(new NewJob { Type = "work" }, transaction, Ct));
    }

    private static TransactionalClient ClientOf(SqlUnderTest under)
    {
        var types = new JobTypeRegistry([new JobType { Name = "work", Handler = typeof(Nothing) }]);
        return new TransactionalClient((SqlJobStore)under.Store, new JobClient(under.Store, types, new IdSource(TimeProvider.System)));
    }

    private static async ValueTask WriteAsync(JobTransaction transaction, string line, CancellationToken ct)
    {
        await using var command = transaction.CreateCommand();
        command.CommandText = "INSERT INTO written (line) VALUES (@line)";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@line", line);
        command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async ValueTask<NpgsqlConnection> ConnectAsync(string place)
    {
        var server = await PostgresServer.SharedAsync();
        var connection = new NpgsqlConnection(server.ConnectTo(place.Split('/')[^1]) + ";Pooling=false");
        await connection.OpenAsync(Ct);
        return connection;
    }

    private static async ValueTask<SqlUnderTest> OpenAsync(Dialect dialect) =>
        dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();

    private sealed class Nothing : IJobHandler
    {
        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed());
    }
}
