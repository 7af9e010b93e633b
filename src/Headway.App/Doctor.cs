using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Headway.Catalog.Documents;
using Headway.Data;
using Headway.Handlers;
using Headway.Store;

namespace Headway.App;

/// <summary>Looks at everything a server needs before it starts.</summary>
/// <param name="settings">How the server would run.</param>
/// <param name="queued">Also whether every open job can be worked.</param>
internal sealed class Doctor(Settings settings, bool queued = false)
{
    /// <summary>Every finding, good ones too.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var server = ServerFile.IsHeld(settings.Data) ? ServerFile.Read(settings.Data) : null;
        return
        [
            Runtime(),
            DataFolder(),
            .. await StoreAsync(server, ct),
            Parser(),
            TimeZones(),
            Port(server),
        ];
    }

    private static Finding Runtime() => Finding.Fine(
        "runtime",
        string.Create(CultureInfo.InvariantCulture,
            $".NET {Environment.Version} on {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors"));

    private Finding DataFolder()
    {
        var probe = Path.Combine(settings.Data, $".probe-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(settings.Data);
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var free = new DriveInfo(settings.Data).AvailableFreeSpace / 1_000_000_000.0;
            return Finding.Fine("data folder",
                string.Create(CultureInfo.InvariantCulture, $"{settings.Data} can be written, {free:0.0} GB free"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Error("data folder",
                $"{settings.Data} cannot be written ({e.Message}); choose another with --data, or change its owner.");
        }
    }

    private async Task<IReadOnlyList<Finding>> StoreAsync(RunningServer? server, CancellationToken ct)
    {
        try
        {
            if (server is not null && !settings.IsPostgres)
            {
                using var client = new ApiClient(new Uri(server.Address), server.Key);
                await client.ReadyAsync(ct);
                return [queued
                    ? Finding.Warning("store", "the running server has the SQLite file, so its jobs were not looked at; stop it first.")
                    : Finding.Fine("store", "answers the running server; stop that to have its file looked into")];
            }

            if (!settings.IsPostgres && !File.Exists(settings.SqliteFile))
                return [Finding.Fine("store", $"{settings.StoreShown}, made at the first start")];
            await using var store = await SqlJobStore.OpenAsync(Composition.Connection(settings), new DatabaseOptions(), ct);
            await using var types = Types(store);
            var inside = new StoreDoctor(store, types.GetRequiredService<JobTypeRegistry>());
            return
            [
                Finding.Fine("store", $"{settings.StoreShown} can be opened"),
                .. await inside.ExamineAsync(ct),
                .. queued ? await inside.QueuedAsync(ct) : [],
            ];
        }
        catch (Exception e) when (e is DatabaseException or StoreUnavailableException or StopException)
        {
            return [Finding.Error("store", e.Message)];
        }
    }

    /// <summary>The job types a worker of this program has.</summary>
    private ServiceProvider Types(SqlJobStore store)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        Composition.Add(services, settings, store, worker: false);
        return services.BuildServiceProvider();
    }

    private static Finding Parser()
    {
        var level = ProtectionLevel.Find();
        var hint = level == ProtectionLevel.Full ? "" : "; a child could use the network, as this system filters no calls";
        return Finding.Fine("parser", $"documents are read in children with {level.Words}{hint}");
    }

    private static Finding TimeZones() => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _)
        ? Finding.Fine("time zones", "known by name")
        : Finding.Warning("time zones",
            "this machine knows no time zones by name, so schedules could only run in UTC; install the package tzdata.");

    private Finding Port(RunningServer? server)
    {
        if (server is not null)
            return Finding.Fine("port", $"the server of this data folder answers at {server.Address}");
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, settings.Port);
            listener.Start();
            return Finding.Fine("port", $"{settings.Port} is free");
        }
        catch (SocketException)
        {
            return Finding.Error("port",
                $"{settings.Port} is in use by another program; stop that one, or choose another port with --port.");
        }
    }
}
