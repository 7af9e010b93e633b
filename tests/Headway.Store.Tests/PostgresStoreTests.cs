using Headway.Sim.Postgres;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>The contract on PostgreSQL.</summary>
[Collection("postgres")]
public sealed class PostgresStoreTests : JobStoreContract
{
    protected override async ValueTask<StoreUnderTest> OpenAsync() => await PostgresUnderTest.OpenAsync();
}

/// <summary>Fresh databases, copied from one that has been migrated.</summary>
internal static class PostgresUnderTest
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static string? _template;

    public static async ValueTask<SqlUnderTest> OpenAsync()
    {
        var server = await PostgresServer.SharedAsync();
        await Gate.WaitAsync();
        try
        {
            _template ??= await MakeTemplateAsync(server);
            var database = await server.CreateAsync(_template);
            return await SqlUnderTest.OpenAsync(server.ConnectTo(database), async () => await server.DropAsync(database), hasTable: true);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<string> MakeTemplateAsync(PostgresServer server)
    {
        var name = await server.CreateAsync();
        var made = await SqlUnderTest.OpenAsync(server.ConnectTo(name), () => ValueTask.CompletedTask);
        await made.DisposeAsync();
        return name;
    }
}
