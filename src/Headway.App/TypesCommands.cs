using System.CommandLine;
using System.Text.Json;
using Headway.Web.Api;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway types</c>: which jobs can be submitted, and what they take.</summary>
internal static class TypesCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Option<string> Key = Options.Key();
    private static readonly Argument<string> Name = new("name") { Description = "Job type, e.g. skills.syllabus." };
    private static readonly JsonSerializerOptions Readable = new(WireJson.Default.Options) { WriteIndented = true };

    public static Command Make()
    {
        var list = new Command("list", "Job types by name.") { Json, Server, Key, Data };
        list.SetAction((line, ct) => WithAsync(line, client => ListAsync(line, client, ct)));
        var show = new Command("show", "One job type with the JSON schemas of its config, input and output.")
        {
            Name, Json, Server, Key, Data,
        };
        show.SetAction((line, ct) => WithAsync(line, client => ShowAsync(line, client, ct)));
        var types = new Command("types", "Job types that can be submitted, and what they take.") { list, show };
        foreach (var verb in FlowCommands.OfTypes())
            types.Add(verb);
        return types;
    }

    private static async Task<int> WithAsync(ParseResult line, Func<ApiClient, Task<int>> run)
    {
        using var client = ApiClient.For(SettingsReader.Read(line));
        return await run(client);
    }

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var list = await client.TypesAsync(ct);
        if (line.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(list, WireJson.Default.TypeList));
            return ExitCode.Done;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("type", "title", "category");
        foreach (var type in list.Types)
            table.AddRow(new Text(type.Name), new Text(type.Title), new Text(type.Category ?? ""));
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var type = await client.TypeAsync(line.GetRequiredValue(Name), ct);
        if (line.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(type, WireJson.Default.TypeView));
            return ExitCode.Done;
        }

        Console.WriteLine($"{type.Name}  {type.Title}");
        Console.WriteLine($"  attempts  {type.MaxAttempts}, each at most {TimeSpan.FromSeconds(type.AttemptTimeoutSeconds)}");
        Console.WriteLine($"  job       at most {TimeSpan.FromSeconds(type.TimeLimitSeconds)} from its first start");
        Tell("config", type.ConfigSchema);
        Tell("input", type.InputSchema);
        Tell("output", type.OutputSchema);
        return ExitCode.Done;
    }

    private static void Tell(string what, JsonElement? schema) => Console.WriteLine(schema is { } known
        ? $"  {what}\n{JsonSerializer.Serialize(known, Readable)}"
        : $"  {what,-9} of any shape");
}
