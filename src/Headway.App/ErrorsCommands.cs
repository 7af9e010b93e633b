using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway errors</c>: what fails over all jobs, and saying what is to be made of it, through the running server.</summary>
internal static class ErrorsCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<string> Fingerprint = new("fingerprint") { Description = "Which error: 16 digits, as listed." };
    private static readonly Option<string> Period = new("--period") { Description = "1h, 6h, 24h (default), 7d or 30d." };
    private static readonly Option<ErrorState[]> State = new("--state") { Description = "Only open, regressed, resolved or ignored ones." };
    private static readonly Option<string> Type = new("--type") { Description = "Only failures of jobs of this type." };
    private static readonly Option<string> Org = new("--org") { Description = "Only failures of this organisation's jobs." };
    private static readonly Option<string> Search = new("--search") { Description = "Part of the message or the code." };
    private static readonly Option<ErrorOrder> By = new("--by") { Description = "What comes first: times (default), last or first." };
    private static readonly Option<int> Limit = new("--limit") { Description = "Rows, 1–100 (default 20)." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for those who wonder." };
    private static readonly Option<string> Until = new("--until")
    { Description = "Ignored until then: 2026-11-23T10:00Z, or 90m, 8h, 2d." };
    private static readonly Option<long?> Times = new("--times") { Description = "Ignored until it has happened so often again." };

    public static Command Make() => new("errors", "Lists what fails over all jobs; resolves, ignores and reopens it.")
    {
        ServerVerb.Make("list", "What failed in a period, the most frequent first.", ListAsync,
            [Period, State, Type, Org, Search, By, Limit, Json, Server, Data]),
        ServerVerb.Make("show", "One error, with the jobs it happened to last.", ShowAsync,
            [Fingerprint, Period, Type, Org, Json, Server, Data]),
        Change("resolve", "Says that it will not happen again; where it does, it is back as regressed.", "is resolved"),
        Change("ignore", "Leaves it out of what is open, until a time or until it has happened so often again.", "is ignored",
            Until, Times),
        Change("reopen", "Takes back that it is resolved or ignored.", "is open again"),
    };

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var query = Query(
            [
                ("period", line.GetValue(Period)), ("type", line.GetValue(Type)), ("org", line.GetValue(Org)),
                ("search", line.GetValue(Search)),
                ("state", line.GetValue(State) is { Length: > 0 } states ? string.Join(',', states.Select(Word)) : null),
                ("by", line.GetValue(By) is var by and not ErrorOrder.Times ? Word(by) : null),
                ("limit", line.GetValue(Limit) is var limit and not 0 ? limit.ToString(CultureInfo.InvariantCulture) : null),
            ]);
        var list = await client.SendAsync(HttpMethod.Get, $"/api/v1/errors{query}", null, WireJson.Default.ErrorList, ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(list, WireJson.Default.ErrorList));
        if (list.Errors.Count == 0)
            return Print($"Nothing like that has failed in {list.Period}.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("fingerprint", "state", "code", "message", "times", "failed", "jobs", "last", "types");
        foreach (var one in list.Errors)
        {
            table.AddRow(
                new Text(one.Fingerprint), new Text(Word(one.State)), new Text(one.Code), new Text(one.Pattern), Number(one.Times),
                Number(one.Failed), Number(one.Jobs), new Text(Time(one.LastAt)), new Text(string.Join(", ", one.Types)));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 400; // nobody sees a terminal's edge
        console.Write(table);
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var query = Query([("period", line.GetValue(Period)), ("type", line.GetValue(Type)), ("org", line.GetValue(Org))]);
        var one = await client.SendAsync(
            HttpMethod.Get, $"/api/v1/errors/{Uri.EscapeDataString(line.GetRequiredValue(Fingerprint))}{query}", null,
            WireJson.Default.ErrorView, ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(one, WireJson.Default.ErrorView));
        Console.WriteLine($"{one.Code}: {one.Pattern}");
        Console.WriteLine($"{StateOf(one)}.");
        if (one.Hint is not null)
            Console.WriteLine(one.Hint);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Times:N0} times in the period, {one.AllTimes:N0} in all; first {Time(one.FirstAt)}, last {Time(one.LastAt)}."));
        foreach (var job in one.LastJobs ?? [])
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {job.Id}  {job.Type}  {Word(job.Status)}  {job.Times:N0}"));
        return ExitCode.Done;
    }

    private static Command Change(string verb, string description, string done, params Option[] more) => ServerVerb.Make(
        verb, description, async (line, client, ct) =>
        {
            var request = new ErrorRequest
            {
                Reason = line.GetValue(Reason),
                Until = more.Length > 0 && line.GetValue(Until) is { } until ? App.Times.Until(until, DateTimeOffset.UtcNow) : null,
                Times = more.Length > 0 ? line.GetValue(Times) : null,
            };
            var print = line.GetRequiredValue(Fingerprint);
            var now = await client.SendAsync(
                HttpMethod.Post, $"/api/v1/errors/{Uri.EscapeDataString(print)}/{verb}",
                JsonContent.Create(request, WireJson.Default.ErrorRequest), WireJson.Default.ErrorView, ct);
            return Print(line.GetValue(Json)
                ? JsonSerializer.Serialize(now, WireJson.Default.ErrorView)
                : $"{now.Code} {done}: {now.Pattern}");
        }, [Fingerprint, Reason, .. more, Json, Server, Data]);

    private static string StateOf(ErrorView one) => one.State switch
    {
        ErrorState.Regressed => $"Resolved{Said(one)}, back since {Time(one.BackAt ?? one.LastAt)}",
        ErrorState.Resolved => $"Resolved{Said(one)}",
        ErrorState.Ignored when one.Until is { } until => $"Ignored{Said(one)} until {Time(until)}",
        ErrorState.Ignored when one.UntilTimes is { } times =>
            string.Create(CultureInfo.InvariantCulture, $"Ignored{Said(one)} until it has happened {times - one.AllTimes:N0} times more"),
        ErrorState.Ignored => $"Ignored{Said(one)}",
        _ => "Open",
    };

    private static string Said(ErrorView one) => (one.By is { } by ? $" by {by}" : "") + (one.Reason is { } reason ? $" ({reason})" : "");

    private static string Query(IEnumerable<(string Name, string? Value)> parts) =>
        string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"))
            is { Length: > 0 } query ? $"?{query}" : "";

    private static string Time(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    private static Text Number(long count) => new(count.ToString("N0", CultureInfo.InvariantCulture));

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
