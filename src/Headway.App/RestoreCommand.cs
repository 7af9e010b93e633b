using System.CommandLine;
using System.Globalization;
using Headway.Data;
using Headway.Store;

namespace Headway.App;

/// <summary><c>headway restore</c>: a backup into a new data folder.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> From = new("file") { Description = "A file that `headway backup` wrote." };

    public static Command Make()
    {
        var command = new Command("restore", "Unpacks a backup into a data folder that is new, checks it, and ends.")
        {
            From, Options.Data(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var settings = SettingsReader.Read(line);
        using var place = ServerFile.TryTake(settings.Data)
            ?? throw new StopException(ExitCode.Locked, $"A server runs on {settings.Data}; stop it, or choose another with --data.");
        var entries = Directory.EnumerateFileSystemEntries(settings.Data);
        if (entries.Any(entry => Path.GetFileName(entry) is not ("server.lock" or ".restoring")))
            throw new StopException(ExitCode.Usage, $"The folder {settings.Data} is not empty; choose a new one with --data.");

        var part = Path.Combine(settings.Data, ".restoring");
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        try
        {
            var files = await UnpackAsync(line.GetRequiredValue(From), part, ct);
            await using (var store = await SqlJobStore.OpenAsync(
                Path.Combine(part, "headway.db"), new DatabaseOptions { QuickCheck = true }, ct))
                await CheckCommand.ThrowIfWrongAsync(store, ct);
            File.Delete(Path.Combine(part, "headway.db.lock"));
            foreach (var entry in Directory.EnumerateFileSystemEntries(part).ToList())
                Directory.Move(entry, Path.Combine(settings.Data, Path.GetFileName(entry)));
            var done = string.Create(CultureInfo.InvariantCulture, $"Restored {files:N0} files into {settings.Data}");
            Console.WriteLine($"{done}; counters and items agree. Start the server on it.");
        }
        finally
        {
            Directory.Delete(part, recursive: true);
        }

        return ExitCode.Done;
    }

    private static async Task<int> UnpackAsync(string path, string folder, CancellationToken ct)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return await BackupFile.ReadAsync(file, folder, ct);
        }
        catch (FileNotFoundException e)
        {
            throw new StopException(ExitCode.Usage, $"There is no file '{path}'.", e);
        }
    }
}
