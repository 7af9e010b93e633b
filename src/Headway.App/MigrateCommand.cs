using System.CommandLine;

namespace Headway.App;

/// <summary><c>headway migrate</c>: brings the database to this version and ends.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command("migrate", "Brings the database to this version; serve does so by itself.")
        {
            Options.Data(), Options.Store(), Options.LogLevel(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var settings = SettingsReader.Read(line);
        if (!settings.IsPostgres)
            Directory.CreateDirectory(Path.GetDirectoryName(settings.SqliteFile)!);
        await using var store = await Composition.OpenStoreAsync(settings, ct);
        Console.WriteLine($"{settings.StoreShown} is up to date.");
        return ExitCode.Done;
    }
}
