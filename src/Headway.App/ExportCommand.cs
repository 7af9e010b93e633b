using System.CommandLine;
using System.Globalization;

namespace Headway.App;

/// <summary><c>headway jobs export</c>: jobs, items or attempts as a file.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string?> Id = new("id")
    {
        Description = "A job, for its items or attempts alone; none: all jobs of the filter.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string> Rows = new("--rows") { Description = "jobs (default), items or attempts." };
    private static readonly Option<string> Format = new("--format") { Description = "csv (default), json or jsonl." };
    private static readonly Option<string[]> Type = new("--type") { Description = "Only jobs of these types." };
    private static readonly Option<string[]> Status = new("--status") { Description = "Only jobs of these statuses." };
    private static readonly Option<string[]> State = new("--state") { Description = "Only items of these states." };
    private static readonly Option<string> Query = new("--query", "-q")
    { Description = "Only jobs that fit this search, as 'headway jobs list' takes it." };
    private static readonly Option<string> Search = new("--search") { Description = "Part of the job's name." };
    private static readonly Option<string> From = new("--from") { Description = "Jobs created at or after this time." };
    private static readonly Option<string> To = new("--to") { Description = "Jobs created before this time." };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "File to write; none: standard output." };

    public static Command Make()
    {
        var command = new Command("export", "Writes jobs, items or attempts as CSV, JSON or JSONL.")
        {
            Id, Rows, Format, Query, Type, Status, State, Search, From, To, Output, Options.Server(), Options.Key(), Options.Data(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        using var client = ApiClient.For(SettingsReader.Read(line));
        var path = PathOf(line);
        if (line.GetValue(Output) is not { } file)
        {
            await using var output = Console.OpenStandardOutput();
            await client.DownloadAsync(path, output, ct);
            return ExitCode.Done;
        }

        var bytes = await DownloadedFile.WriteAsync(file, to => client.DownloadAsync(path, to, ct));
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Wrote {file}, {bytes:N0} bytes."));
        return ExitCode.Done;
    }

    private static string PathOf(ParseResult line)
    {
        var rows = line.GetValue(Rows);
        var query = new List<string>();
        Add("format", line.GetValue(Format));
        foreach (var state in line.GetValue(State) ?? [])
            Add("state", state);
        if (line.GetValue(Id) is { } id)
        {
            var part = rows switch
            {
                null or "items" => "items",
                "attempts" => "attempts",
                _ => throw new StopException(ExitCode.Usage, $"Of one job, items or attempts can be exported, not '{rows}'."),
            };
            return $"/api/v1/jobs/{Uri.EscapeDataString(id)}/{part}/export?{string.Join('&', query)}";
        }

        Add("rows", rows);
        foreach (var type in line.GetValue(Type) ?? [])
            Add("type", type);
        foreach (var status in line.GetValue(Status) ?? [])
            Add("status", status);
        Add("q", line.GetValue(Query));
        Add("search", line.GetValue(Search));
        Add("from", line.GetValue(From));
        Add("to", line.GetValue(To));
        return $"/api/v1/jobs/export?{string.Join('&', query)}";

        void Add(string name, string? value)
        {
            if (value is not null)
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}
