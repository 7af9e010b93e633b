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
        Description = "Move into this database, which must be new, e.g. postgres://user:password@host/name.",
    };

    public static Command Make()
    {
        var command = new Command("migrate", "Brings the database to this version, as serve does too; or moves it, with --from and --to.")
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
