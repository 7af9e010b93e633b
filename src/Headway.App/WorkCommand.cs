using System.CommandLine;

namespace Headway.App;

/// <summary><c>headway work</c>: another worker on the same PostgreSQL.</summary>
internal static class WorkCommand
{
    public static Command Make()
    {
        var command = new Command("work", "Works jobs beside a server that uses the same PostgreSQL and data folder, until Ctrl+C.")
        {
            Options.Data(), Options.Store(), Options.Slots(), Options.DrainSeconds(), Options.LogLevel(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var settings = SettingsReader.Read(line);
        if (!settings.IsPostgres)
        {
            throw new StopException(
                ExitCode.Usage,
                "A SQLite file belongs to one process, so a second one cannot work it. "
                + "Give both processes a PostgreSQL with --store postgres://….");
        }

        await using var store = await Composition.OpenStoreAsync(settings, ct);
        await StartLimits.ApplyAsync(store, settings, ct);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        ServerHost.AddLogging(builder.Logging, settings);
        Composition.Add(builder.Services, settings, store, worker: true);
        var host = builder.Build();
        await using var ends = (IAsyncDisposable)host;
        await host.StartAsync(ct);
        await Console.Out.WriteLineAsync($"Working for {settings.StoreShown}. Ctrl+C ends it.");
        await host.WaitForShutdownAsync(ct);
        return ExitCode.Done;
    }
}
