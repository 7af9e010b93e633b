using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway stats</c>: how many jobs there are, what was done and how long it took.</summary>
internal static class StatsCommand
{
    private static readonly Option<bool> Json = Options.Json();

    private static readonly Option<string> Window = new("--window")
    {
        Description = "1h, 6h, 24h, 7d or 30d.",
        DefaultValueFactory = _ => "24h",
    };

    private static readonly Option<string> By = new("--by")
    {
        Description = "What a row is about: type, org, queue or all.",
        DefaultValueFactory = _ => "type",
    };

    public static Command Make()
    {
        var command = new Command("stats", "Counts of jobs, throughput, and percentiles of run and wait times.")
        {
            Window, By, Json, Options.Server(), Options.Key(), Options.Data(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        using var client = ApiClient.For(SettingsReader.Read(line));
        var query = $"?window={Uri.EscapeDataString(line.GetRequiredValue(Window))}&by={Uri.EscapeDataString(line.GetRequiredValue(By))}";
        var stats = await client.StatsAsync(query, ct);
        if (line.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(stats, WireJson.Default.StatsView));
            return ExitCode.Done;
        }

        var counts = stats.Jobs.Where(pair => pair.Value > 0)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:N0} {pair.Key}"));
        Console.WriteLine($"Jobs: {(stats.Jobs.Values.Any(count => count > 0) ? string.Join(", ", counts) : "none")}");
        Console.WriteLine($"Last {stats.Window}, by {stats.By}:");
        if (stats.Groups.Count == 0)
            Console.WriteLine("nothing was done");
        else
            Wide().Write(TableOf(stats));
        return ExitCode.Done;
    }

    private static Table TableOf(StatsView stats)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(stats.By);
        foreach (var column in (string[])["done", "skipped", "failed", "retried", "run p50", "p95", "p99", "wait p50", "p95", "busy"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var group in stats.Groups)
        {
            string[] cells =
            [
                group.Key.Length == 0 ? "all" : group.Key, Count(group.Completed), Count(group.Skipped), Count(group.Failed),
                Count(group.Retried), Time(group.Run.P50Seconds), Time(group.Run.P95Seconds), Time(group.Run.P99Seconds),
                Time(group.Wait.P50Seconds), Time(group.Wait.P95Seconds), Time(group.BusySeconds),
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        return table;
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(double? seconds)
    {
        var (count, unit) = seconds switch
        {
            null => (0, "–"),
            < 1 => (seconds.Value * 1000, "ms"),
            < 120 => (seconds.Value, "s"),
            < 7200 => (seconds.Value / 60, "min"),
            _ => (seconds.Value / 3600, "h"),
        };
        return seconds is null ? unit : string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}");
    }

    private static IAnsiConsole Wide()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240;
        return console;
    }
}
