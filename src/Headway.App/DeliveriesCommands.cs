using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Deliveries;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway deliveries</c>: what was told to whom, and what came of it, through the running server.</summary>
internal static class DeliveriesCommands
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<long> Id = new("delivery") { Description = "Its number." };
    private static readonly Option<string> Job = new("--job") { Description = "About this job." };
    private static readonly Option<string> Subscription = new("--subscription") { Description = "For this subscription." };
    private static readonly Option<string> Status = new("--status") { Description = "waiting, sent or dead." };
    private static readonly Option<int> Limit = new("--limit") { Description = "Rows, 1–100.", DefaultValueFactory = _ => 20 };

    public static Command Make() => new("deliveries", "Shows what was told of ended jobs, and tells it again.")
    {
        Verb("list", "Deliveries, newest first.", ListAsync, Job, Subscription, Status, Limit),
        Verb("show", "One delivery.", ShowAsync, Id),
        Verb("redeliver", "Sends one again, and says what came of it.", RedeliverAsync, Id),
    };

    /// <summary>Waits until somebody has tried to send it, for twenty seconds at most.</summary>
    internal static async Task<DeliveryView> UntilDoneAsync(ApiClient client, DeliveryView delivery, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (delivery is { Status: DeliveryState.Waiting, Error: null } && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Pace, ct);
            delivery = await client.SendAsync(HttpMethod.Get, PathOf(delivery.Id), null, WireJson.Default.DeliveryView, ct);
        }

        return delivery;
    }

    /// <summary>Prints one, and gives the exit code: 1 where it has not been taken.</summary>
    internal static int Print(DeliveryView one, bool json)
    {
        Console.WriteLine(json ? JsonSerializer.Serialize(one, WireJson.Default.DeliveryView)
            : $"{one.Id} {one.Event} to {one.Target ?? "a subscription that is gone"}: {Shown(one)}");
        return one.Status == DeliveryState.Sent ? ExitCode.Done : ExitCode.Failed;
    }

    private static Command Verb(
        string name, string description, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run, params Symbol[] parts) =>
        ServerVerb.Make(name, description, run, [Json, Server, Data, .. parts]);

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var query = $"?limit={line.GetValue(Limit).ToString(CultureInfo.InvariantCulture)}" + Query("job", line.GetValue(Job))
            + Query("subscription", line.GetValue(Subscription)) + Query("status", line.GetValue(Status));
        var page = await client.SendAsync(HttpMethod.Get, $"/api/v1/deliveries{query}", null, WireJson.Default.DeliveryPage, ct);
        if (line.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(page, WireJson.Default.DeliveryPage));
            return ExitCode.Done;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("delivery", "event", "job", "to", "came of it");
        foreach (var one in page.Deliveries)
        {
            table.AddRow(new Text(one.Id.ToString(CultureInfo.InvariantCulture)), new Text(one.Event), new Text(one.JobId ?? ""),
                new Text(one.Target ?? ""), new Text(Shown(one)));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240;
        if (page.Deliveries.Count > 0)
            console.Write(table);
        Console.WriteLine($"{page.Waiting} wait, {page.Dead} were given up.");
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var one = await client.SendAsync(HttpMethod.Get, PathOf(line.GetRequiredValue(Id)), null, WireJson.Default.DeliveryView, ct);
        Print(one, line.GetValue(Json));
        if (!line.GetValue(Json) && one.Answer is { } answer)
            Console.WriteLine(answer);
        return ExitCode.Done;
    }

    private static async Task<int> RedeliverAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var path = $"{PathOf(line.GetRequiredValue(Id))}/redeliver";
        var one = await client.SendAsync(HttpMethod.Post, path, null, WireJson.Default.DeliveryView, ct);
        return Print(await UntilDoneAsync(client, one, ct), line.GetValue(Json));
    }

    private static string Shown(DeliveryView one)
    {
        var tries = one.Attempts == 1 ? "1 attempt" : $"{one.Attempts} attempts";
        var next = one is { Status: DeliveryState.Waiting, NextAt: { } at }
            ? string.Create(CultureInfo.InvariantCulture, $", next {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}") : "";
        return $"{one.Status.ToString().ToLowerInvariant()}, {tries}{next}{(one.Error is { } error ? $"; {error}" : "")}";
    }

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string PathOf(long id) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/deliveries/{id}");
}
