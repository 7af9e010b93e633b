using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway keys</c>: API keys, through the running server.</summary>
internal static class KeysCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<string> Name = new("name") { Description = "What the key is for." };
    private static readonly Argument<string> Id = new("id") { Description = "The key's id: the part after hw_." };
    private static readonly Option<string> Role = new("--role")
    {
        Description = "What it may do at most: operator, submitter, searcher, viewer, auditor, worker, admin … (docs/security.md).",
        Required = true,
    };

    private static readonly Option<string> Scopes =
        new("--scopes") { Description = "Only these permissions of the role, with commas: submit_jobs,read_jobs." };

    private static readonly Option<int?> Days = new("--days") { Description = "Good for so many days (default: until it is revoked)." };
    private static readonly Option<bool> Own =
        new("--own") { Description = "One's own, which goes with its person, instead of a service's." };

    public static Command Make() => new("keys", "Makes, lists and revokes API keys.")
    {
        ServerVerb.Make("list", "API keys and when they were last used.", ListAsync, [Json, Server, Data]),
        ServerVerb.Make("create", "Makes a key and prints it, once.", CreateAsync, [Json, Server, Data, Name, Role, Scopes, Days, Own]),
        ServerVerb.Make("revoke", "Makes a key good for nothing, on every node within seconds.", RevokeAsync, [Json, Server, Data, Id]),
    };

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var keys = new List<KeyView>();
        string? after = null;
        do
        {
            var query = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = await client.SendAsync(HttpMethod.Get, $"/api/v1/keys?limit=100{query}", null, WireJson.Default.KeyPage, ct);
            keys.AddRange(page.Keys);
            after = page.Next;
        }
        while (after is not null);

        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(new KeyPage { Keys = keys }, WireJson.Default.KeyPage));
        if (keys.Count == 0)
            return Print("There are no keys yet.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("id", "for", "role", "only", "made by", "last used", "until");
        foreach (var key in keys)
        {
            table.AddRow(new Text(key.Id), new Text(key.Name), new Text(key.Role), new Text(string.Join(", ", key.Scopes ?? [])),
                new Text(key.CreatedBy ?? ""), new Text(Moment(key.UsedAt) ?? "never"),
                new Text(key.RevokedAt is null ? Moment(key.ExpiresAt) ?? "it is revoked" : $"revoked {Moment(key.RevokedAt)}"));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240; // nobody sees a terminal's edge
        console.Write(table);
        return ExitCode.Done;
    }

    private static async Task<int> CreateAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var request = new KeyRequest
        {
            Name = line.GetRequiredValue(Name),
            Role = line.GetRequiredValue(Role),
            Scopes = line.GetValue(Scopes)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Days = line.GetValue(Days),
            Own = line.GetValue(Own) ? true : null,
        };
        var key = await client.SendAsync(
            HttpMethod.Post, "/api/v1/keys", JsonContent.Create(request, WireJson.Default.KeyRequest), WireJson.Default.KeyView, ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(key, WireJson.Default.KeyView));
        await Console.Error.WriteLineAsync("Keep it well: it is shown this once.");
        return Print(key.Key!);
    }

    private static async Task<int> RevokeAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var id = line.GetRequiredValue(Id);
        var count = await client.SendAsync(
            HttpMethod.Delete, $"/api/v1/keys/{Uri.EscapeDataString(id)}", null, WireJson.Default.CountView, ct);
        return Print(line.GetValue(Json)
            ? JsonSerializer.Serialize(count, WireJson.Default.CountView) : $"{id} is good for nothing any more.");
    }

    private static string? Moment(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
