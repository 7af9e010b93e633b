using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary>
/// <c>headway queues</c> and <c>limits</c>, and verbs of <c>types</c>: what may start, and how much at once, through the running server.
/// </summary>
internal static class FlowCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<string> Name = new("name") { Description = "Its name." };
    private static readonly Option<string> Org = new("--org") { Description = "For one organisation; without it for all." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for those who wonder." };
    private static readonly Option<string> Until = new("--until")
    { Description = "When it goes on by itself: 2026-11-23T10:00Z, or 90m, 8h, 2d." };
    private static readonly Argument<LimitScope> Scope = new("scope")
    { Description = "What is counted together: global, org, user, type, queue, key." };
    private static readonly Argument<int> Most = new("most") { Description = "How much at most." };
    private static readonly Option<string> LimitName = new("--name")
    { Description = "Which one, organisation/name for users and keys; without it each that has no limit of its own." };
    private static readonly Option<LimitUnit?> Unit = new("--unit")
    { Description = "What is counted: slots (default), jobs or starts." };
    private static readonly Option<string> Per = new("--per")
    { Description = "For starts: in which time, s, m, h or a number of seconds." };
    private static readonly Argument<string> Preset = new("name") { Description = "003: ten jobs at once, three a user." };

    public static IEnumerable<Command> Make() =>
    [
        new Command("queues", "Lists, pauses and resumes queues.") { List("list", "queues", "queues"), Pause("queues"), Resume("queues") },
        new Command("limits", "Lists, sets and removes limits.")
        {
            Verb("list", "Limits and how far they are used.", (line, client, ct) =>
                LimitsAsync(line, client, HttpMethod.Get, "", null, ct)),
            Verb("set", "Sets a limit; it holds at once.", SetAsync, Scope, Most, LimitName, Unit, Per),
            Verb("remove", "Removes a limit.", RemoveAsync, Scope, LimitName, Unit),
            Verb("preset", "Sets the limits of a preset.", (line, client, ct) => LimitsAsync(
                line, client, HttpMethod.Put, $"/presets/{Uri.EscapeDataString(line.GetRequiredValue(Preset))}", null, ct), Preset),
        },
    ];

    /// <summary>The verbs of <c>types</c> that say what of them may start.</summary>
    public static IEnumerable<Command> OfTypes() => [List("waiting", "types", "types/waiting"), Pause("types"), Resume("types")];

    /// <summary>The verb of <c>jobs</c> that changes a priority.</summary>
    public static Command Priority()
    {
        var id = new Argument<string>("id") { Description = "Job id, as job_… or as a UUID." };
        var priority = new Argument<int>("priority") { Description = "Higher runs first." };
        return Verb("priority", "Changes the priority of a job.", async (line, client, ct) =>
        {
            var job = await client.SendAsync(
                HttpMethod.Patch, $"/api/v1/jobs/{Uri.EscapeDataString(line.GetRequiredValue(id))}",
                JsonContent.Create(new JobPatch { Priority = line.GetRequiredValue(priority) }, WireJson.Default.JobPatch),
                WireJson.Default.JobView, ct);
            return Print(line.GetValue(Json)
                ? JsonSerializer.Serialize(job, WireJson.Default.JobView)
                : string.Create(CultureInfo.InvariantCulture, $"{job.Id} has priority {job.Priority}."));
        }, id, priority);
    }

    private static Command List(string word, string what, string path) => Verb(word, $"The {what} with jobs that wait, or that are paused.",
        async (line, client, ct) =>
        {
            var list = await client.SendAsync(HttpMethod.Get, $"/api/v1/{path}", null, WireJson.Default.LineList, ct);
            if (line.GetValue(Json))
                return Print(JsonSerializer.Serialize(list, WireJson.Default.LineList));
            if (list.Lines.Count == 0)
                return Print("Nothing waits, and nothing is paused.");
            var table = Table("name", "waiting", "paused");
            foreach (var shown in list.Lines)
            {
                table.AddRow(
                    new Text(shown.Name), new Text(Count(shown.Waiting, shown.WaitingMore)),
                    new Text(string.Join("; ", shown.Holds.Select(Words))));
            }

            return Show(table);
        });

    private static Command Pause(string what) => Verb("pause", "Takes nothing new of it; what runs, ends.", (line, client, ct) => LineAsync(
        line, client, $"/api/v1/{what}/{Uri.EscapeDataString(line.GetRequiredValue(Name))}/pause",
        JsonContent.Create(new HoldRequest
        {
            Org = line.GetValue(Org),
            Reason = line.GetValue(Reason),
            Until = line.GetValue(Until) is { } until ? Times.Until(until, DateTimeOffset.UtcNow) : null,
        }, WireJson.Default.HoldRequest), ct), Name, Org, Reason, Until);

    private static Command Resume(string what) => Verb("resume", "Lets it go on.", (line, client, ct) => LineAsync(
        line, client, $"/api/v1/{what}/{Uri.EscapeDataString(line.GetRequiredValue(Name))}/resume"
            + (line.GetValue(Org) is { } org ? $"?org={Uri.EscapeDataString(org)}" : ""), null, ct), Name, Org);

    private static async Task<int> LineAsync(ParseResult line, ApiClient client, string path, HttpContent? content, CancellationToken ct)
    {
        var now = await client.SendAsync(HttpMethod.Post, path, content, WireJson.Default.LineView, ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(now, WireJson.Default.LineView));
        return Print(now.Holds.Count == 0 ? $"{now.Name} goes on." : $"{now.Name}: {string.Join("; ", now.Holds.Select(Words))}.");
    }

    private static Task<int> SetAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var request = new LimitRequest
        {
            Scope = line.GetRequiredValue(Scope),
            Name = line.GetValue(LimitName),
            Unit = line.GetValue(Unit),
            Most = line.GetRequiredValue(Most),
            PerSeconds = line.GetValue(Per) is { } per ? Times.Span(per).TotalSeconds : null,
        };
        return LimitsAsync(line, client, HttpMethod.Put, "", JsonContent.Create(request, WireJson.Default.LimitRequest), ct);
    }

    private static Task<int> RemoveAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var query = $"?scope={Word(line.GetRequiredValue(Scope))}&unit={Word(line.GetValue(Unit) ?? LimitUnit.Slots)}"
            + (line.GetValue(LimitName) is { } name ? $"&name={Uri.EscapeDataString(name)}" : "");
        return LimitsAsync(line, client, HttpMethod.Delete, query, null, ct);
    }

    private static async Task<int> LimitsAsync(
        ParseResult line, ApiClient client, HttpMethod method, string rest, HttpContent? content, CancellationToken ct)
    {
        var list = await client.SendAsync(method, $"/api/v1/limits{rest}", content, WireJson.Default.LimitList, ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(list, WireJson.Default.LimitList));
        if (list.Limits.Count == 0)
            return Print("There are no limits.");
        var table = Table("limit", "of", "at most", "used", "waiting");
        foreach (var limit in list.Limits)
        {
            table.AddRow(new Text(Word(limit.Scope)), new Text(limit.Name), new Text($"{limit.Most} {Word(limit.Unit)}{Span(limit)}"),
                new Text(""), new Text(""));
        }


        foreach (var use in list.Uses)
        {
            table.AddRow(new Text($"  {Word(use.Scope)}"), new Text(use.Name), new Text($"{use.Most} {Word(use.Unit)}"),
                new Text(use.Used.ToString(CultureInfo.InvariantCulture)), new Text(Count(use.Waiting, use.WaitingMore)));
        }

        return Show(table);
    }

    private static Command Verb(
        string name, string description, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run, params Symbol[] parts) =>
        ServerVerb.Make(name, description, run, [Json, Server, Data, .. parts]);

    private static string Words(HoldView hold) => "paused"
        + (hold.Org is { } org ? $" for {org}" : "")
        + (hold.By is { } by ? $" by {by}" : "")
        + (hold.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $" until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "")
        + (hold.Reason is { } reason ? $": {reason}" : "");

    private static string Count(int count, bool more) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0}{(more ? "+" : "")}");

    private static string Span(LimitView limit) =>
        limit.PerSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $" in {seconds:0.###} s") : "";

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static Table Table(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(columns);
        return table;
    }

    private static int Show(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240; // nobody sees a terminal's edge
        console.Write(table);
        return ExitCode.Done;
    }

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
