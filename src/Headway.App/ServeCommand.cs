using System.CommandLine;
using Headway.Web.Access;
using Microsoft.AspNetCore.Connections;

namespace Headway.App;

/// <summary><c>headway serve</c>: store, worker, API and dashboard in one process.</summary>
internal static class ServeCommand
{
    private static readonly TimeSpan OtherStartsWithin = TimeSpan.FromSeconds(10);
    private static readonly Option<int> Port = new("--port") { Description = "Port, 0 for any free one (default 5080)." };
    private static readonly Option<string> Bind = new("--bind")
    {
        Description = "'loopback' (default), 'any', or an address of this machine; beyond loopback it needs TLS.",
    };
    private static readonly Option<string> Certificate =
        new("--certificate") { Description = "File of the certificate it serves HTTPS with, PFX or PEM." };
    private static readonly Option<string> CertificateKey =
        new("--certificate-key") { Description = "File of the certificate's private key, for a PEM." };
    private static readonly Option<string> Proxies =
        new("--proxies") { Description = "Addresses or networks of the proxies before it that have TLS." };
    private static readonly Option<bool> NoWorker =
        new("--no-worker") { Description = "Take submissions and show them, but work nothing." };
    private static readonly Option<bool> WithDemo = new("--demo") { Description = "Submit the sample syllabi and show them move." };
    private static readonly Option<string> Samples =
        new("--samples") { Description = "Folder of the sample files (default samples/syllabi)." };
    private static readonly Option<string> AllowedHosts =
        new("--allowed-hosts") { Description = "Names besides localhost it answers to, with commas." };

    private static readonly Option<string> AccessOption =
        new("--access") { Description = "'people' (default): whoever is signed in or shows a key; 'open': whoever uses this machine." };
    private static readonly Option<bool> Open = new("--open") { Description = "Short for --access open." };

    public static Command Make()
    {
        var command = new Command("serve", "Runs the server until Ctrl+C; a second Ctrl+C ends it at once.")
        {
            Port, Bind, Certificate, CertificateKey, Proxies, AllowedHosts, Options.Data(), Options.Store(), Options.Slots(), NoWorker,
            WithDemo, Samples, AccessOption, Open, Options.DrainSeconds(), Options.LogLevel(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var settings = SettingsReader.Read(line);
        if (line.GetValue(Open))
            settings = settings with { Access = Access.Open };
        Network.Check(settings);
        var key = settings.Access == Access.People ? Tokens.NewKey() : null;
        using var place = ServerFile.TryTake(settings.Data);
        if (place is null)
            return await TellOfOtherAsync(settings, line.GetValue(WithDemo), ct);

        await using var store = await Composition.OpenStoreAsync(settings, ct);
        await StartLimits.ApplyAsync(store, settings, ct);
        await using var app = ServerHost.Build(settings, store, worker: !line.GetValue(NoWorker), key);
        await StartAsync(app, settings, ct);
        var (address, verbs) = Network.Addresses(app.Urls);
        place.Tell(verbs, key);
        var welcome = key is null ? null
            : await Welcome.LineAsync(app.Services, settings.PublicUrl ?? new Uri(verbs), line.GetValue(WithDemo), ct);
        await Console.Out.WriteLineAsync($"Headway is at {address}  ({settings.StoreShown}). Ctrl+C ends it.");
        if (welcome is not null)
            await Console.Out.WriteLineAsync(welcome);
        var demo = line.GetValue(WithDemo)
            ? DemoAsync(verbs, key, line.GetValue(Samples), app.Lifetime.ApplicationStopping)
            : Task.CompletedTask;
        await app.WaitForShutdownAsync(ct);
        await demo;
        return ExitCode.Done;
    }

    private static async Task StartAsync(WebApplication app, Settings settings, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StopException(
                ExitCode.PortInUse,
                $"Port {settings.Port} is in use by another program. Stop that one, or choose another port with --port.", e);
        }
    }

    private static async Task DemoAsync(string address, string? key, string? samples, CancellationToken stopping)
    {
        try
        {
            using var client = new ApiClient(new Uri(address), key);
            await new Demo(client, samples).RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return; // the server stops, and the batch goes on with the next start
        }
        catch (StopException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }
    }

    private static async Task<int> TellOfOtherAsync(Settings settings, bool demo, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(OtherStartsWithin);
        RunningServer? other;
        while ((other = ServerFile.Read(settings.Data)) is null && !late.IsCancellationRequested && ServerFile.IsHeld(settings.Data))
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct); // it is starting: it holds the lock and has not yet said where it answers

        var sentence = other is null
            ? $"Another Headway server has the data folder {settings.Data}. Stop it, or choose another folder with --data."
            : $"Headway is already running on this data folder at {other.Address} (process {other.Pid}).";
        await (demo && other is not null ? Console.Out : Console.Error).WriteLineAsync(sentence);
        return demo && other is not null ? ExitCode.Done : ExitCode.Locked;
    }
}
