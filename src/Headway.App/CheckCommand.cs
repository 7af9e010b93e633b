using System.CommandLine;
using Headway.Store;

namespace Headway.App;

/// <summary><c>headway check</c>: whether what is stored agrees with itself.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var command = new Command("check", "Compares counters with items, e.g. after a restore; no server may run on a SQLite file.")
        {
            Options.Data(), Options.Store(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Checks an opened store.</summary>
    /// <exception cref="StopException">Something does not agree.</exception>
    public static async Task ThrowIfWrongAsync(SqlJobStore store, CancellationToken ct)
    {
        var (wrong, alone) = await store.CheckAsync(ct);
        if (wrong.Count > 0)
            throw Disagrees($"Counters and items differ in {wrong.Count} jobs, the first is {wrong[0]}");
        if (alone.Count > 0)
            throw Disagrees($"Items of {alone.Count} jobs have no job, the first is {alone[0]}");
    }

    private static StopException Disagrees(string what) => new(ExitCode.Failed, $"{what}; restore a backup.");

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var settings = SettingsReader.Read(line);
        if (!settings.IsPostgres && !File.Exists(settings.SqliteFile))
            throw new StopException(ExitCode.Usage, $"There is no database {settings.SqliteFile}; name its folder with --data.");
        await using var store = await Composition.OpenStoreAsync(settings, ct);
        await ThrowIfWrongAsync(store, ct);
        Console.WriteLine($"Counters and items agree in {settings.StoreShown}.");
        return ExitCode.Done;
    }
}
