using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway schedules</c>: when jobs are submitted by themselves, through the running server.</summary>
internal static class SchedulesCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<string> Schedule = new("schedule") { Description = "Its name, or its id." };
    private static readonly Argument<string?> Which = new("schedule")
    {
        Description = "Its name, or its id; none: the timing given by options.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string> Type = new("--type", "-t") { Description = "Job type it submits.", Required = true };
    private static readonly Option<string> Cron = new("--cron") { Description = "Five fields, six with seconds, or a macro like @daily." };
    private static readonly Option<string> Zone = new("--zone") { Description = "IANA time zone of the expression (default UTC)." };
    private static readonly Option<string> Every = new("--every") { Description = "An interval such as 30s, 15m, 6h or 1d." };
    private static readonly Option<DateTimeOffset?> At = new("--at") { Description = "One time, or the first of the interval." };
    private static readonly Option<string> Config = new("--config") { Description = "JSON object for its jobs, or @file with one." };
    private static readonly Option<string> Queue = new("--queue") { Description = "The line its jobs wait in." };
    private static readonly Option<int?> Priority = new("--priority") { Description = "Higher runs first." };
    private static readonly Option<OverlapPolicy> Overlap = new("--overlap")
    {
        Description = "While an earlier job is open: skip, queue or allow (default skip).",
    };
    private static readonly Option<MisfirePolicy> Misfire = new("--misfire")
    {
        Description = "What becomes of missed fires: skip, once or all (default once).",
        DefaultValueFactory = _ => MisfirePolicy.Once,
    };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for those who come upon it." };
    private static readonly Option<int> Count = new("--count") { Description = "How many times.", DefaultValueFactory = _ => 10 };

    public static Command Make() => new("schedules", "Lists, makes, pauses and runs schedules.")
    {
        Verb("list", "Schedules by name.", ListAsync),
        Verb("show", "One schedule and its last fires.", ShowAsync, Schedule),
        Verb("add", "Makes a schedule.", AddAsync, Schedule, Type, Cron, Zone, Every, At, Config, Queue, Priority, Overlap, Misfire),
        Verb("pause", "Stops a schedule from firing by itself.", PauseAsync, Schedule, Reason),
        Verb("resume", "Lets a paused schedule fire again, from now on.",
            (line, client, ct) => ChangeAsync(line, client, HttpMethod.Post, "/resume", null, "goes on", ct), Schedule),
        Verb("remove", "Forgets a schedule; jobs it submitted stay.",
            (line, client, ct) => ChangeAsync(line, client, HttpMethod.Delete, "", null, "was removed", ct), Schedule),
        Verb("run", "Submits its job now.", RunAsync, Schedule),
        Verb("next", "Its next times, or those of any timing.", NextAsync, Which, Cron, Zone, Every, At, Count),
    };

    private static Command Verb(
        string name, string description, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run, params Symbol[] parts) =>
        ServerVerb.Make(name, description, run, [Json, Server, Data, .. parts]);

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var all = new List<ScheduleView>();
        for (string? after = ""; after is not null;)
        {
            var query = $"?limit=100{(after == "" ? "" : $"&after={Uri.EscapeDataString(after)}")}";
            var page = await client.SendAsync(HttpMethod.Get, $"/api/v1/schedules{query}", null, WireJson.Default.SchedulePage, ct);
            all.AddRange(page.Schedules);
            after = page.Next;
        }

        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(new SchedulePage { Schedules = all }, WireJson.Default.SchedulePage));
        if (all.Count == 0)
            return Print("No schedules.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("schedule", "type", "fires", "next (UTC)", "last (UTC)");
        foreach (var one in all)
        {
            table.AddRow(new Text(one.Name), new Text(one.Type), new Text(Shown(one.Timing)),
                new Text(one.Paused ? "paused" : Shown(one.NextAt)), new Text(Shown(one.LastAt)));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240;
        console.Write(table);
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var one = await client.SendAsync(HttpMethod.Get, PathOf(line), null, WireJson.Default.ScheduleView, ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(one, WireJson.Default.ScheduleView));
        Console.WriteLine($"{one.Name}  {one.Id}");
        Console.WriteLine($"  submits  {one.Type}");
        Console.WriteLine($"  fires    {Shown(one.Timing)}");
        Console.WriteLine($"  overlap  {JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Overlap.ToString())}");
        Console.WriteLine($"  misfire  {JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Misfire.ToString())}");
        Console.WriteLine(one.Paused ? $"  paused   {Shown(one.PausedAt)} {one.PauseReason}" : $"  next     {Shown(one.NextAt)}");
        var fires = await client.SendAsync(HttpMethod.Get, $"{PathOf(line)}/fires", null, WireJson.Default.FirePage, ct);
        foreach (var fire in fires.Fires)
        {
            var missed = fire.Missed > 0 ? $" for {fire.Missed} more" : "";
            Console.WriteLine($"  {Shown(fire.At)}  {fire.Outcome.ToString().ToLowerInvariant()}{missed}  {fire.JobId}");
        }

        return ExitCode.Done;
    }

    private static async Task<int> AddAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var config = SubmitCommand.ReadConfig(line.GetValue(Config));
        var request = new ScheduleRequest
        {
            Name = line.GetRequiredValue(Schedule),
            Timing = new TimingView
            {
                Cron = line.GetValue(Cron),
                Zone = line.GetValue(Zone),
                EverySeconds = Seconds(line.GetValue(Every)),
                At = line.GetValue(At),
            },
            Job = new JobRequest
            {
                Type = line.GetRequiredValue(Type),
                Config = config is null ? null : JsonElement.Parse(config),
                Queue = line.GetValue(Queue),
                Priority = line.GetValue(Priority),
            },
            Overlap = line.GetValue(Overlap),
            Misfire = line.GetValue(Misfire),
        };
        using var body = ToJson(JsonSerializer.Serialize(request, WireJson.Default.ScheduleRequest));
        var made = await client.SendAsync(HttpMethod.Post, "/api/v1/schedules", body, WireJson.Default.ScheduleView, ct);
        return Print(line.GetValue(Json)
            ? JsonSerializer.Serialize(made, WireJson.Default.ScheduleView)
            : $"{made.Name} fires {Shown(made.Timing)}, next at {Shown(made.NextAt)}.");
    }

    private static async Task<int> PauseAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var request = new PauseRequest { Reason = line.GetValue(Reason) };
        using var body = ToJson(JsonSerializer.Serialize(request, WireJson.Default.PauseRequest));
        return await ChangeAsync(line, client, HttpMethod.Post, "/pause", body, "is paused", ct);
    }

    private static async Task<int> ChangeAsync(
        ParseResult line, ApiClient client, HttpMethod method, string verb, HttpContent? body, string told, CancellationToken ct)
    {
        var one = await client.SendAsync(method, PathOf(line) + verb, body, WireJson.Default.ScheduleView, ct);
        return Print(line.GetValue(Json) ? JsonSerializer.Serialize(one, WireJson.Default.ScheduleView) : $"{one.Name} {told}.");
    }

    private static async Task<int> RunAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var fire = await client.SendAsync(HttpMethod.Post, $"{PathOf(line)}/run", null, WireJson.Default.FireView, ct);
        return Print(line.GetValue(Json) ? JsonSerializer.Serialize(fire, WireJson.Default.FireView) : $"Submitted {fire.JobId}.");
    }

    private static async Task<int> NextAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var count = line.GetValue(Count).ToString(CultureInfo.InvariantCulture);
        var path = line.GetValue(Which) is { } name
            ? $"/api/v1/schedules/{Uri.EscapeDataString(name)}/next?count={count}"
            : $"/api/v1/schedules/next?count={count}" + Query("cron", line.GetValue(Cron)) + Query("zone", line.GetValue(Zone))
                + Query("every_seconds", Seconds(line.GetValue(Every))?.ToString(CultureInfo.InvariantCulture))
                + Query("at", line.GetValue(At)?.ToString("O", CultureInfo.InvariantCulture));
        var next = await client.SendAsync(HttpMethod.Get, path, null, WireJson.Default.NextFires, ct);
        return Print(line.GetValue(Json)
            ? JsonSerializer.Serialize(next, WireJson.Default.NextFires)
            : next.Next.Count == 0 ? "Never again." : string.Join('\n', next.Next.Select(at => Shown(at))));
    }

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string PathOf(ParseResult line) => $"/api/v1/schedules/{Uri.EscapeDataString(line.GetRequiredValue(Schedule))}";

    private static StringContent ToJson(string json) => new(json, Encoding.UTF8, "application/json");

    private static double? Seconds(string? text)
    {
        if (text is null)
            return null;
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        return unit > 0 && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number * unit
            : throw new StopException(ExitCode.Usage, $"'{text}' is no interval; one looks like 30s, 15m, 6h or 1d.");
    }

    private static string Shown(TimingView timing) =>
        timing.Cron is not null ? $"{timing.Cron} ({timing.Zone ?? "UTC"})"
        : timing.EverySeconds is { } seconds ? $"every {TimeSpan.FromSeconds(seconds):g}"
        : $"once at {Shown(timing.At)}";

    private static string Shown(DateTimeOffset? at) =>
        at is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "never";

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
