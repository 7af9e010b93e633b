using Headway.Sim.Postgres;

namespace Headway.Bench.Contests;

/// <summary>Gives each run a place of its own, on servers that were started for this.</summary>
internal sealed class Places(PostgresServer server, RedisServer? redis) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headway-bench-").FullName;
    private int _files;

    public async Task<string> FreshAsync(Place place)
    {
        switch (place)
        {
            case Place.Sqlite:
                return Path.Combine(_folder, $"{++_files}.db");
            case Place.Postgres:
                return server.ConnectTo(await server.CreateAsync());
            case Place.PostgresUrl:
                return $"postgres://postgres@127.0.0.1:{server.Port}/{await server.CreateAsync()}";
            case Place.Redis:
                return await (redis ?? throw new InvalidOperationException("Redis is not here")).FreshAsync();
            default:
                return "memory";
        }
    }

    /// <summary>Removes what a run left, so that the next finds the same disk.</summary>
    public async Task DropAsync(Place place, string connection)
    {
        if (place is Place.Postgres or Place.PostgresUrl)
            await server.DropAsync(connection.Split("Database=") is [_, var name] ? name : connection[(connection.LastIndexOf('/') + 1)..]);
        if (place == Place.Sqlite)
        {
            foreach (var file in Directory.GetFiles(_folder, Path.GetFileName(connection) + "*"))
                File.Delete(file);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
