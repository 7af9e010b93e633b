using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway breakers</c>: destinations that jobs call, and stopping calls by hand, through the running server.</summary>
internal static class BreakersCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<string> Destination = new("destination") { Description = "What is called, as handlers name it." };
    private static readonly Option<string> Org = new("--org") { Description = "Whose calls; without it the default organisation's." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for those who wonder." };

    public static Command Make() => new("breakers", "Lists destinations that jobs call, stops calls and lets them go on.")
    {
        ServerVerb.Make("list", "Destinations that jobs call, those first that are not called.", ListAsync, [Json, Server, Data]),
        Change("open", "Stops calls until a person lets them go on; no attempt is charged meanwhile."),
        Change("close", "Lets calls go on, however they were stopped."),
    };

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var list = await client.SendAsync(HttpMethod.Get, "/api/v1/breakers", null, WireJson.Default.BreakerList, ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(list, WireJson.Default.BreakerList));
        if (list.Breakers.Count == 0)
            return Print("No job has called a destination in the last ten minutes.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("destination", "of", "state", "calls", "failed", "held back", "types", "why");
        foreach (var one in list.Breakers)
        {
            table.AddRow(new Text(one.Destination), new Text(one.Org), new Text(Word(one)), Number(one.Calls), Number(one.Faults),
                Number(one.Refused), new Text(string.Join(", ", one.Types)), new Text(Why(one)));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240; // nobody sees a terminal's edge
        console.Write(table);
        return ExitCode.Done;
    }

    private static Command Change(string verb, string description) => ServerVerb.Make(verb, description, async (line, client, ct) =>
    {
        var request = new BreakerRequest
        {
            Destination = line.GetRequiredValue(Destination),
            Org = line.GetValue(Org),
            Reason = line.GetValue(Reason),
        };
        var now = await client.SendAsync(
            HttpMethod.Post, $"/api/v1/breakers/{verb}", JsonContent.Create(request, WireJson.Default.BreakerRequest),
            WireJson.Default.BreakerView, ct);
        return Print(line.GetValue(Json)
            ? JsonSerializer.Serialize(now, WireJson.Default.BreakerView)
            : now.State == BreakerState.Closed ? $"{now.Destination} is called again." : $"{now.Destination} is not called any more.");
    }, [Json, Server, Data, Destination, Org, Reason]);

    private static string Word(BreakerView one) => one.State switch
    {
        BreakerState.HalfOpen => "half open",
        BreakerState.Open => "open",
        _ => "closed",
    };

    private static string Why(BreakerView one) => (one.By is { } by ? $"{by}: " : "") + one.Reason
        + (one.ProbeAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"; tried at {at.UtcDateTime:HH:mm:ss} UTC") : "");

    private static Text Number(int count) => new(count.ToString("N0", CultureInfo.InvariantCulture));

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
