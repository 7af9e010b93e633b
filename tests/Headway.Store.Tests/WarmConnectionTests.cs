using Headway.Data;
using Headway.Sim.Postgres;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Which connection a call to PostgreSQL gets.</summary>
public sealed class WarmConnectionTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private string _name = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        _name = await _server.CreateAsync();
    }

    public async ValueTask DisposeAsync() => await _server.DropAsync(_name);

    [Fact]
    public async Task calls_one_after_the_other_meet_the_same_server_process()
    {
        await using var database = await OpenAsync(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PidAsync(database)));
        var last = await PidAsync(database);
        for (var i = 0; i < 20; i++)
            Assert.Equal(last, await PidAsync(database));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task nobody_waits_in_the_pool_for_a_connection_that_is_kept(int most)
    {
        await using var database = await OpenAsync(most);
        var callers = Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var i = 0; i < 200; i++)
                await PidAsync(database);
        });
        await Task.WhenAll(callers); // one that waited for ever would be refused by the pool after its time
        var connections = await _server.AskAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_name}'");
        Assert.InRange((long)connections!, 1, most);
    }

    [Fact]
    public async Task connections_the_server_ended_cost_one_call_at_most()
    {
        await using var database = await OpenAsync(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PidAsync(database)));
        await _server.AskAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{_name}'");
        var failed = 0;
        for (var i = 0; i < 10; i++)
        {
            try
            {
                await PidAsync(database);
            }
            catch (DatabaseException e) when (e.Fault == DatabaseFault.Unavailable)
            {
                failed++;
            }
        }

        Assert.InRange(failed, 0, 1);
    }

    [Fact]
    public async Task a_closed_database_leaves_no_connection_open()
    {
        var database = await OpenAsync(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PidAsync(database)));
        await database.DisposeAsync();
        await Eventually.IsTrueAsync(
            async () => (long)(await _server.AskAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_name}'"))! == 0, Ct);
    }

    private ValueTask<Database> OpenAsync(int most) =>
        Database.OpenAsync(_server.ConnectTo(_name) + $";Maximum Pool Size={most};Timeout=10", new DatabaseOptions(), Ct);

    private static async Task<int> PidAsync(Database database) =>
        await database.FirstAsync(Kit.For(Dialect.Postgres)["BackendPid"], [], row => row.GetInt32(0), Ct);
}
