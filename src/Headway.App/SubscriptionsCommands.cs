using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway subscriptions</c>: who hears of the ends of which jobs, through the running server.</summary>
internal static class SubscriptionsCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<Guid> Id = new("subscription") { Description = "Its id." };
    private static readonly Option<string> Job = new("--job") { Description = "What came with this job's submission instead." };
    private static readonly Option<string> Name = new("--name") { Description = "What to call it." };
    private static readonly Option<string> Webhook = new("--webhook") { Description = "URL that takes signed requests." };
    private static readonly Option<string> Mail = new("--mail") { Description = "Mail address instead." };
    private static readonly Option<string[]> Event =
        new("--event") { Description = "completed, failed or cancelled; may be given often, default all." };
    private static readonly Option<string[]> Type = new("--type", "-t") { Description = "Job type; may be given often, default any." };
    private static readonly Option<string[]> Label =
        new("--label") { Description = "key=value a job must have; may be given often." };
    private static readonly Option<string> Secret =
        new("--secret-file") { Description = "File with the secret that signs, whsec_…; default: one is made." };

    public static Command Make() => new("subscriptions", "Says who hears, by webhook or mail, of the ends of jobs.")
    {
        Verb("list", "Subscriptions, newest first.", ListAsync, Job),
        Verb("add", "Makes one, and prints its secret this once.", AddAsync, Webhook, Mail, Name, Event, Type, Label, Secret),
        Verb("enable", "Has it told again, what waits first.", (line, client, ct) => SwitchAsync(line, client, true, ct), Id),
        Verb("disable", "Has it told nothing for now.", (line, client, ct) => SwitchAsync(line, client, false, ct), Id),
        Verb("secret", "Gives it a new secret; the old one signs too for a day.", SecretAsync, Id, Secret),
        Verb("test", "Sends a ping and says what came of it.", TestAsync, Id),
        Verb("remove", "Forgets it and its deliveries.", RemoveAsync, Id),
    };

    private static Command Verb(
        string name, string description, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run, params Symbol[] parts) =>
        ServerVerb.Make(name, description, run, [Json, Server, Data, .. parts]);

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var all = new List<SubscriptionView>();
        var job = line.GetValue(Job) is { } id ? $"&job={Uri.EscapeDataString(id)}" : "";
        for (string? after = ""; after is not null;)
        {
            var query = $"?limit=100{job}{(after == "" ? "" : $"&after={Uri.EscapeDataString(after)}")}";
            var page = await client.SendAsync(HttpMethod.Get, $"/api/v1/subscriptions{query}", null, WireJson.Default.SubscriptionPage, ct);
            all.AddRange(page.Subscriptions);
            after = page.Next;
        }

        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(new SubscriptionPage { Subscriptions = all }, WireJson.Default.SubscriptionPage));
        if (all.Count == 0)
            return Print("No subscriptions.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("subscription", "tells", "of", "types", "state");
        foreach (var one in all)
        {
            table.AddRow(new Text($"{one.Id}"), new Text(one.Name ?? one.Target), new Text(string.Join(", ", one.Events)),
                new Text(one.Types.Count == 0 ? "any" : string.Join(", ", one.Types)), new Text(StateOf(one)));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240;
        console.Write(table);
        return ExitCode.Done;
    }

    private static async Task<int> AddAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var request = new SubscriptionRequest
        {
            Webhook = line.GetValue(Webhook),
            Mail = line.GetValue(Mail),
            Name = line.GetValue(Name),
            Events = line.GetValue(Event),
            Types = line.GetValue(Type),
            Labels = (line.GetValue(Label) ?? []).Select(SubmitCommand.ReadLabel).ToDictionary(label => label.Key, label => label.Value),
            Secret = ReadSecret(line),
        };
        using var body = ToJson(JsonSerializer.Serialize(request, WireJson.Default.SubscriptionRequest));
        var made = await client.SendAsync(HttpMethod.Post, "/api/v1/subscriptions", body, WireJson.Default.SubscriptionView, ct);
        return PrintWithSecret(line, made, "hears of ends from now on");
    }

    private static async Task<int> SwitchAsync(ParseResult line, ApiClient client, bool enabled, CancellationToken ct)
    {
        var there = await client.SendAsync(HttpMethod.Get, PathOf(line), null, WireJson.Default.SubscriptionView, ct);
        var request = new SubscriptionRequest
        {
            Webhook = there.Channel == Deliveries.DeliveryChannel.Webhook ? there.Target : null,
            Mail = there.Channel == Deliveries.DeliveryChannel.Mail ? there.Target : null,
            Name = there.Name,
            Events = there.Events,
            Types = there.Types,
            Labels = there.Labels,
            Enabled = enabled,
        };
        using var body = ToJson(JsonSerializer.Serialize(request, WireJson.Default.SubscriptionRequest));
        var now = await client.SendAsync(HttpMethod.Put, PathOf(line), body, WireJson.Default.SubscriptionView, ct);
        return Print(line.GetValue(Json) ? JsonSerializer.Serialize(now, WireJson.Default.SubscriptionView)
            : $"{now.Name ?? now.Target} is {StateOf(now)}.");
    }

    private static async Task<int> SecretAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        using var body = ToJson(JsonSerializer.Serialize(new SecretRequest { Secret = ReadSecret(line) }, WireJson.Default.SecretRequest));
        var changed = await client.SendAsync(
            HttpMethod.Post, $"{PathOf(line)}/secret", body, WireJson.Default.SubscriptionView, ct);
        return PrintWithSecret(line, changed, "has a new secret; the old one signs too for a day");
    }

    private static async Task<int> TestAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var ping = await client.SendAsync(HttpMethod.Post, $"{PathOf(line)}/test", null, WireJson.Default.DeliveryView, ct);
        ping = await DeliveriesCommands.UntilDoneAsync(client, ping, ct);
        return DeliveriesCommands.Print(ping, line.GetValue(Json));
    }

    private static async Task<int> RemoveAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var was = await client.SendAsync(HttpMethod.Delete, PathOf(line), null, WireJson.Default.SubscriptionView, ct);
        return Print(line.GetValue(Json) ? JsonSerializer.Serialize(was, WireJson.Default.SubscriptionView)
            : $"{was.Name ?? was.Target} was removed.");
    }

    private static int PrintWithSecret(ParseResult line, SubscriptionView made, string told)
    {
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(made, WireJson.Default.SubscriptionView));
        Print($"{made.Name ?? made.Target} {told}: {made.Id}");
        return made.Secret is { } secret ? Print($"Its secret, told this once: {secret}") : ExitCode.Done;
    }

    private static string? ReadSecret(ParseResult line)
    {
        try
        {
            return line.GetValue(Secret) is { } file ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StopException(ExitCode.Usage, $"The secret file '{line.GetValue(Secret)}' cannot be read.", e);
        }
    }

    private static string StateOf(SubscriptionView one) =>
        one.Enabled ? "enabled" : one.Reason is { } reason ? $"disabled: {reason}" : "disabled";

    private static string PathOf(ParseResult line) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/v1/subscriptions/{line.GetRequiredValue(Id)}");

    private static StringContent ToJson(string json) => new(json, Encoding.UTF8, "application/json");

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
