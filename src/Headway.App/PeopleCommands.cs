using System.CommandLine;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway people</c>: who may sign in, through the running server.</summary>
internal static class PeopleCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<string> Name = new("name") { Description = "What they sign in with." };
    private static readonly Argument<string> Role = new("role")
    {
        Description = "owner, admin, operator, submitter, searcher, viewer, auditor, worker or platform_admin (docs/security.md).",
    };

    private static readonly Option<string> Title = new("--title") { Description = "What others read." };

    public static Command Make() => new("people", "Says who may sign in and what they may do.")
    {
        ServerVerb.Make("list", "Everybody, with roles.", ListAsync, [Json, Server, Data]),
        ServerVerb.Make("add", "Adds a person and prints a link that signs them in once.", AddAsync,
            [Json, Server, Data, Name, Role, Title]),
        ServerVerb.Make("role", "Gives a person another role.", (line, client, ct) =>
            ChangeAsync(line, client, new PersonRequest { Role = line.GetRequiredValue(Role) }, ct), [Json, Server, Data, Name, Role]),
        ServerVerb.Make("disable", "Lets a person sign in no longer; they are signed out and their own keys stop.", (line, client, ct) =>
            ChangeAsync(line, client, new PersonRequest { Disabled = true }, ct), [Json, Server, Data, Name]),
        ServerVerb.Make("enable", "Lets a disabled person sign in again.", (line, client, ct) =>
            ChangeAsync(line, client, new PersonRequest { Disabled = false }, ct), [Json, Server, Data, Name]),
        ServerVerb.Make("link", "Prints a link that signs a person in once, as after a forgotten password.", LinkAsync,
            [Json, Server, Data, Name]),
    };

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var people = new List<PersonView>();
        string? after = null;
        do
        {
            var query = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = await client.SendAsync(HttpMethod.Get, $"/api/v1/people?limit=100{query}", null, WireJson.Default.PersonPage, ct);
            people.AddRange(page.People);
            after = page.Next;
        }
        while (after is not null);

        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(new PersonPage { People = people }, WireJson.Default.PersonPage));
        if (people.Count == 0)
            return Print("There is nobody yet; the server printed a link for its first owner when it started.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("name", "called", "roles", "may sign in", "password");
        foreach (var one in people)
        {
            table.AddRow(new Text(one.Name), new Text(one.Title ?? ""),
                new Text(string.Join(", ", one.Roles.Select(role => $"{role.Value} of {role.Key}"))),
                new Text(one.DisabledAt is null ? "yes" : "no"), new Text(one.HasPassword ? "yes" : "no, by link"));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240; // nobody sees a terminal's edge
        console.Write(table);
        return ExitCode.Done;
    }

    private static async Task<int> AddAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var request = new PersonRequest
        {
            Name = line.GetRequiredValue(Name),
            Role = line.GetRequiredValue(Role),
            Title = line.GetValue(Title),
        };
        var person = await client.SendAsync(
            HttpMethod.Post, "/api/v1/people", JsonContent.Create(request, WireJson.Default.PersonRequest), WireJson.Default.PersonView,
            ct);
        return line.GetValue(Json)
            ? Print(JsonSerializer.Serialize(person, WireJson.Default.PersonView)) : await LinkAsync(line, client, ct);
    }

    private static async Task<int> ChangeAsync(ParseResult line, ApiClient client, PersonRequest change, CancellationToken ct)
    {
        var person = await client.SendAsync(
            HttpMethod.Patch, Path(line), JsonContent.Create(change, WireJson.Default.PersonRequest), WireJson.Default.PersonView, ct);
        var roles = string.Join(", ", person.Roles.Select(role => $"{role.Value} of {role.Key}"));
        return Print(line.GetValue(Json)
            ? JsonSerializer.Serialize(person, WireJson.Default.PersonView)
            : $"{person.Name} is {roles}{(person.DisabledAt is null ? "." : ", and may not sign in.")}");
    }

    private static async Task<int> LinkAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var link = await client.SendAsync(HttpMethod.Post, $"{Path(line)}/link", null, WireJson.Default.LinkView, ct);
        return Print(line.GetValue(Json)
            ? JsonSerializer.Serialize(link, WireJson.Default.LinkView)
            : $"Signs {line.GetRequiredValue(Name)} in, once and within an hour: {new Uri(client.Server, link.Path)}");
    }

    private static string Path(ParseResult line) => $"/api/v1/people/{Uri.EscapeDataString(line.GetRequiredValue(Name))}";

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
