using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Headway.Sim.Postgres;

/// <summary>
/// A PostgreSQL server of one test run's own: a scratch directory, a unix socket and a free TCP port, as user <c>postgres</c> where the
/// run is root. Started once on first use, stopped and removed with the process; every caller takes a fresh database of it.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly Lock Gate = new();
    private static Task<PostgresServer>? _shared;
    private static long _databases;
    private readonly string _folder;
    private readonly string _bin;
    private readonly string _options;
    private bool _stopped;

    private PostgresServer(string folder, string bin, int port, string options)
    {
        (_folder, _bin, Port, _options) = (folder, bin, port, options);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The server of this process, without fsync and autovacuum: nothing but the tests runs transactions on it.</summary>
    public static Task<PostgresServer> SharedAsync()
    {
        lock (Gate)
            return _shared ??= StartAsync(["fsync=off", "full_page_writes=off", "autovacuum=off"]);
    }

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Lines for <c>-c</c>.</param>
    public static async Task<PostgresServer> StartAsync(IReadOnlyList<string> settings)
    {
        var bin = FindBin();
        var folder = Directory.CreateTempSubdirectory("headway-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", ["postgres", folder]);
        var data = Path.Combine(folder, "data");
        await RunAsPostgresAsync(Path.Combine(bin, "initdb"),
            ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        var port = FreePort();
        string[] all = [$"port={port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={folder}", "max_connections=200",
            .. settings];
        var server = new PostgresServer(folder, bin, port, string.Join(' ', all.Select(setting => $"-c {setting}")));
        await server.StartAgainAsync();
        await server.CheckAsync(data);
        return server;
    }

    /// <summary>A connection string for a database of this server.</summary>
    public string ConnectTo(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    /// <summary>Makes a fresh database.</summary>
    /// <param name="template">A database to copy, which nobody may be connected to; null for an empty one.</param>
    /// <returns>Its name.</returns>
    public async Task<string> CreateAsync(string? template = null)
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {template}")}");
        return name;
    }

    /// <summary>Stops the server as a crash does; its files stay.</summary>
    public Task CrashAsync() =>
        RunAsPostgresAsync(Path.Combine(_bin, "pg_ctl"), ["-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop"]);

    /// <summary>Starts the stopped server on its files and port; returns when it takes connections.</summary>
    public Task StartAgainAsync() => RunAsPostgresAsync(
        Path.Combine(_bin, "pg_ctl"),
        ["-D", Path.Combine(_folder, "data"), "-l", Path.Combine(_folder, "log"), "-w", "-t", "60", "-o", _options, "start"]);

    /// <summary>Asks the server for one value.</summary>
    /// <param name="sql">A statement with one row and column, or none.</param>
    /// <param name="database">Where.</param>
    public async Task<object?> AskAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Removes a database, whoever is connected to it.</summary>
    public Task DropAsync(string database) => ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    /// <summary>Stops the server and removes its directory.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_stopped)
                return;
            _stopped = true;
        }

        RunAsPostgresAsync(Path.Combine(_bin, "pg_ctl"), ["-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop"])
            .Wait(TimeSpan.FromSeconds(20));
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CheckAsync(string data)
    {
        await using var connection = new NpgsqlConnection(ConnectTo("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SHOW data_directory", connection);
        var found = (string?)await command.ExecuteScalarAsync();
        if (found != data)
            throw new InvalidOperationException($"Port {Port} answers from {found}, not from the server that was started in {data}.");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectTo("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string FindBin()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return debian.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException("These tests need a PostgreSQL server: apt-get install postgresql.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task RunAsPostgresAsync(string program, IReadOnlyList<string> args) => Environment.IsPrivilegedProcess
        ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. args])
        : RunAsync(program, args);

    private static async Task RunAsync(string program, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = "/", RedirectStandardInput = true };
        // The server inherits what it is started with: its output goes to its log, and a pipe of ours would never end.
        start = Path.GetFileName(program) == "chown" ? start : Silent(start);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}.");
    }

    private static ProcessStartInfo Silent(ProcessStartInfo start)
    {
        var quiet = new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", start.FileName, .. start.ArgumentList])
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
        };
        return quiet;
    }
}
