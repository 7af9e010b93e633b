using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>A pgbouncer of this test's own: transaction pooling, four server connections.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";
    private readonly string _settings;
    private Process _process;

    private PgBouncer(string settings, int port)
    {
        (_settings, Port) = (settings, port);
        _process = Run();
    }

    public int Port { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PgBouncer> StartAsync(string folder, int server)
    {
        Assert.SkipUnless(File.Exists(Program), "pgbouncer is not installed and could not be.");
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var settings = Path.Combine(folder, "pgbouncer.ini");
        var users = Path.Combine(folder, "pgbouncer.users");
        await File.WriteAllTextAsync(users, "\"postgres\" \"\"\n", Ct);
        await File.WriteAllTextAsync(
            settings,
            $"""
            [databases]
            postgres = host=127.0.0.1 port={server} dbname=postgres user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {users}
            pool_mode = transaction
            default_pool_size = 4
            max_client_conn = 200
            ignore_startup_parameters = extra_float_digits,search_path,options

            """,
            Ct);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            foreach (var path in new[] { settings, users })
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);
        }

        var bouncer = new PgBouncer(settings, port);
        await bouncer.AnswersAsync();
        return bouncer;
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task StartAgainAsync()
    {
        await DisposeAsync();
        _process = Run();
        await AnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private Process Run()
    {
        string[] arguments = Environment.IsPrivilegedProcess ? ["-q", "-u", "postgres", _settings] : ["-q", _settings];
        return Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })!;
    }

    private async Task AnswersAsync()
    {
        await FaultTime.UntilAsync(async () =>
        {
            Assert.False(_process.HasExited, "pgbouncer ended");
            try
            {
                await using var connection = new NpgsqlConnection(
                    $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false");
                await connection.OpenAsync(Ct);
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
    }
}
