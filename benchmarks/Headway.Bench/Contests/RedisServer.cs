using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Headway.Bench.Contests;

/// <summary>A Redis of this run's own, on a free port, with its usual durability: the log is flushed once a second.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly int _port;

    private RedisServer(Process process, string folder, int port) => (_process, _folder, _port) = (process, folder, port);

    /// <returns>Null where Redis is not installed.</returns>
    public static async Task<RedisServer?> StartAsync()
    {
        const string program = "/usr/bin/redis-server";
        if (!File.Exists(program))
            return null;
        var folder = Directory.CreateTempSubdirectory("headway-redis-").FullName;
        var port = FreePort();
        string[] settings =
        [
            "--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
            "--logfile", Path.Combine(folder, "log"),
        ];
        var server = new RedisServer(Process.Start(new ProcessStartInfo(program, settings))!, folder, port);
        await Runs.Stopwatches.UntilAsync(
            async () => await server.CommandAsync("PING") == "+PONG", TimeSpan.FromSeconds(20), "Redis answers");
        return server;
    }

    public async Task<string> FreshAsync()
    {
        await CommandAsync("FLUSHALL");
        return $"redis://127.0.0.1:{_port}";
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string?> CommandAsync(string word)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{word}\r\n"));
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync();
        }
        catch (SocketException)
        {
            return null; // it is not up yet
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
