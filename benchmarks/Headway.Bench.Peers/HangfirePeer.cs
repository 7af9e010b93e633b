using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Headway.Bench.Runs;

namespace Headway.Bench.Peers;

/// <summary>Hangfire with its recommended serializer; on PostgreSQL with long polling, which is LISTEN and NOTIFY.</summary>
internal sealed class HangfirePeer(JobStorage storage, RunArgs run) : IPeer
{
    private readonly BackgroundJobClient _client = new(storage);
    private BackgroundJobServer? _server;

    public static HangfirePeer InMemory(RunArgs run)
    {
        Configure();
        return new HangfirePeer(new InMemoryStorage(), run);
    }

    public static HangfirePeer OnPostgres(RunArgs run)
    {
        Configure();
        var options = new PostgreSqlStorageOptions { EnableLongPolling = true, PrepareSchemaIfNecessary = true };
        var connections = new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(run.Connection + ";Maximum Pool Size=150", options);
        return new HangfirePeer(new PostgreSqlStorage(connections, options), run);
    }

    public Task EnqueueAsync()
    {
        _client.Enqueue(() => Work.Nothing());
        return Task.CompletedTask;
    }

    public Task EnqueueAsync(long stamp)
    {
        _client.Enqueue(() => Work.Stamped(stamp));
        return Task.CompletedTask;
    }

    public Task StartAsync()
    {
        _server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = run.Slots }, storage);
        return Task.CompletedTask;
    }

    public Task<long> DoneAsync() => Task.FromResult(storage.GetMonitoringApi().GetStatistics().Succeeded);

    public ValueTask DisposeAsync()
    {
        _server?.SendStop();
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Configure() =>
        GlobalConfiguration.Configuration.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseRecommendedSerializerSettings();
}
