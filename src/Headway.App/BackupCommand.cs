using System.CommandLine;
using System.Globalization;

namespace Headway.App;

/// <summary><c>headway backup</c>: a copy of everything, while the server runs.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> File = new("file") { Description = "File to write, a tar." };

    public static Command Make()
    {
        var command = new Command("backup", "Copies database and files of the running server into one file.")
        {
            File, Options.Server(), Options.Key(), Options.Data(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        using var client = ApiClient.For(SettingsReader.Read(line));
        var file = line.GetRequiredValue(File);
        var bytes = await DownloadedFile.WriteAsync(file, to => client.DownloadAsync("/api/v1/backup", to, ct));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {file}, {bytes:N0} bytes."));
        return ExitCode.Done;
    }
}
