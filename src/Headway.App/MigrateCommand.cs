using System.CommandLine;
using System.Globalization;
using Headway.Data;
using Headway.Store;

namespace Headway.App;

/// <summary><c>headway migrate</c>: brings the database to this version, or all that is in one into another, and ends.</summary>
internal static class MigrateCommand
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "Move from this database, e.g. sqlite://data/headway.db; no server may run on it.",
    };
    private static readonly Option<string> To = new("--to")
    {
        Description = "Move into this database, which must be new, e.g. postgres://user:password@host/name; or a version of the "
            + "schema to go back to, e.g. 20, where what came after it can be undone.",
    };

    public static Command Make()
    {
        var command = new Command(
            "migrate", "Brings the database to this version, as serve does too; or takes it back, or moves it, with --to and --from.")
        {
            Options.Data(), Options.Store(), Options.LogLevel(), From, To,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var settings = SettingsReader.Read(line);
        var (from, to) = (line.GetValue(From), line.GetValue(To));
        if (from is null && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return await GoBackAsync(settings, version, ct);
        if (from is not null || to is not null)
        {
            return await MoveAsync(
                from ?? Composition.Connection(settings), to ?? throw new StopException(
                    ExitCode.Usage, "Say where to with --to, e.g. --to postgres://user:password@host/name."), ct);
        }

        if (!settings.IsPostgres)
            Directory.CreateDirectory(Path.GetDirectoryName(settings.SqliteFile)!);
        await using var store = await Composition.OpenStoreAsync(settings, ct);
        Console.WriteLine($"{settings.StoreShown} is up to date.");
        return ExitCode.Done;
    }

    private static async Task<int> GoBackAsync(Settings settings, int version, CancellationToken ct)
    {
        if (!settings.IsPostgres && !File.Exists(settings.SqliteFile))
            throw new StopException(ExitCode.Usage, $"There is no database {settings.SqliteFile}; say where it is with --data or --store.");
        var undone = await SqlJobStore.DowngradeAsync(Composition.Connection(settings), version, ct);
        Console.WriteLine(undone == 0
            ? $"{settings.StoreShown} has nothing after version {version}."
            : $"{settings.StoreShown} is at version {version}: {undone} migrations were undone. Start the program of that release; "
                + "this one would bring it forward again.");
        return ExitCode.Done;
    }

    private static async Task<int> MoveAsync(string from, string to, CancellationToken ct)
    {
        var source = new Settings { Store = Plain(from) };
        if (!source.IsPostgres && !File.Exists(source.SqliteFile))
            throw new StopException(ExitCode.Usage, $"There is no database {source.SqliteFile}; say where it is with --from.");
        await using var here = await SqlJobStore.OpenAsync(Composition.Connection(source), new DatabaseOptions(), ct);
        await using var there = await SqlJobStore.OpenAsync(Plain(to), new DatabaseOptions(), ct);
        var rows = await new DatabaseMove(here, there, Console.WriteLine).RunAsync(ct);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Moved {rows:N0} rows to {there.Database.Place}. Start the server with --store on it and the same --data."));
        return ExitCode.Done;
    }

    private static string Plain(string connection) =>
        connection.StartsWith("sqlite://", StringComparison.OrdinalIgnoreCase) ? connection["sqlite://".Length..] : connection;
}
