using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary><c>headway jobs log</c>: what a job's handler said.</summary>
internal static class LogCommand
{
    private const int PageSize = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly Argument<string> Id = new("id") { Description = "Job id, as job_… or as a UUID." };
    private static readonly Option<int?> Item = new("--item") { Description = "Only of this item." };
    private static readonly Option<string> Level = new("--level") { Description = "This level and worse ones." };
    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on until the job is final." };
    private static readonly Option<bool> Json = Options.Json();

    public static Command Make()
    {
        var command = new Command("log", "What a job's handler said while it worked; with --json a line of JSON each.")
        {
            Id, Item, Level, Follow, Json, Options.Server(), Options.Key(), Options.Data(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        using var client = ApiClient.For(SettingsReader.Read(line));
        var id = line.GetRequiredValue(Id);
        var choice = (line.GetValue(Item) is { } no ? $"&item={no.ToString(CultureInfo.InvariantCulture)}" : "")
            + (line.GetValue(Level) is { } level ? $"&level={Uri.EscapeDataString(level)}" : "");
        long after = 0;
        while (true)
        {
            // Asked before the lines are read: what an ended job said is written a second after its end at the latest.
            var ended = line.GetValue(Follow) && JobDisplay.IsFinal(await client.GetAsync(id, ct));
            for (var full = true; full;)
            {
                var query = string.Create(CultureInfo.InvariantCulture, $"?limit={PageSize}&after={after}{choice}");
                var page = await client.LogAsync(id, query, ct);
                foreach (var said in page.Lines)
                    Console.WriteLine(line.GetValue(Json) ? JsonSerializer.Serialize(said, WireJson.Default.LogView) : Shown(said));
                (after, full) = (page.Next, page.Lines.Count == PageSize);
            }

            if (!line.GetValue(Follow) || ended)
                return ExitCode.Done;
            await Task.Delay(Pace, ct);
        }
    }

    private static string Shown(LogView said) => string.Create(
        CultureInfo.InvariantCulture,
        $"{said.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} {said.Level.ToString().ToLowerInvariant(),-11} ")
        + string.Create(CultureInfo.InvariantCulture, $"item {said.No} attempt {said.Attempt}  {said.Message}")
        + (said.Exception is { } exception ? $"\n{exception}" : "");
}
