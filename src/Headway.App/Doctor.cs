using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Headway.Catalog.Documents;
using Headway.Data;
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

    private static Finding Runtime() => new(
        "runtime", true,
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
            return new Finding("data folder", true,
                string.Create(CultureInfo.InvariantCulture, $"{settings.Data} can be written, {free:0.0} GB free"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding("data folder", false,
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
                return [new Finding("store", true, "answers the running server; stop that to have its file looked into")];
            }

            if (!settings.IsPostgres && !File.Exists(settings.SqliteFile))
                return [new Finding("store", true, $"{settings.StoreShown}, made at the first start")];
            await using var store = await SqlJobStore.OpenAsync(Composition.Connection(settings), new DatabaseOptions(), ct);
            var inside = new StoreDoctor(store);
            return
            [
                new Finding("store", true, $"{settings.StoreShown} can be opened"),
                .. await inside.ExamineAsync(ct),
                .. queued ? await inside.QueuedAsync(ct) : [],
            ];
        }
        catch (Exception e) when (e is DatabaseException or StoreUnavailableException or StopException)
        {
            return [new Finding("store", false, e.Message)];
        }
    }

    private static Finding Parser()
    {
        var level = ProtectionLevel.Find();
        var hint = level == ProtectionLevel.Full ? "" : "; a child could use the network, as this system filters no calls";
        return new Finding("parser", true, $"documents are read in children with {level.Words}{hint}");
    }

    private static Finding TimeZones() => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _)
        ? new Finding("time zones", true, "known by name")
        : new Finding("time zones", false,
            "this machine knows no time zones by name, so schedules could only run in UTC; install the package tzdata.");

    private Finding Port(RunningServer? server)
    {
        if (server is not null)
            return new Finding("port", true, $"the server of this data folder answers at {server.Address}");
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, settings.Port);
            listener.Start();
            return new Finding("port", true, $"{settings.Port} is free");
        }
        catch (SocketException)
        {
            return new Finding("port", false,
                $"{settings.Port} is in use by another program; stop that one, or choose another port with --port.");
        }
    }
}
