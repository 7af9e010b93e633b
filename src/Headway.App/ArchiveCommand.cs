using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary><c>headway archive</c>: what was put away, and getting it back.</summary>
internal static class ArchiveCommand
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Argument<string> Id = new("id") { Description = "Job id, as job_… or as a UUID." };
    private static readonly Option<string> Search = new("--search") { Description = "Part of the name." };
    private static readonly Option<int> Limit = new("--limit") { Description = "Rows, 1–100.", DefaultValueFactory = _ => 20 };

    public static Command Make() => new("archive", "Lists, shows and restores archived jobs.")
    {
        Verb("list", "Archived jobs, newest first.", ListAsync, Search, Limit),
        Verb("show", "Everything of an archived job, a JSON object a line.", ShowAsync, Id),
        Verb("restore", "Puts an archived job back as it was.", RestoreAsync, Id),
    };

    private static Command Verb(
        string name, string description, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run, params Symbol[] parts) =>
        ServerVerb.Make(name, description, run, [Json, Options.Server(), Options.Data(), .. parts]);

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var search = line.GetValue(Search) is { } text ? $"&search={Uri.EscapeDataString(text)}" : "";
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/archive?limit={line.GetValue(Limit)}{search}");
        var page = await client.CallAsync(HttpMethod.Get, path, null, WireJson.Default.ArchivedPage, ct);
        if (line.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(page, WireJson.Default.ArchivedPage));
        else if (page.Jobs.Count == 0)
            Console.WriteLine("The archive is empty.");
        foreach (var job in line.GetValue(Json) ? [] : page.Jobs)
            Console.WriteLine(Line(job));
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        await using var output = Console.OpenStandardOutput();
        await client.DownloadAsync($"{PathOf(line)}/content", output, ct);
        return ExitCode.Done;
    }

    private static async Task<int> RestoreAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var job = await client.CallAsync(HttpMethod.Post, $"{PathOf(line)}/restore", null, WireJson.Default.JobView, ct);
        Console.WriteLine(line.GetValue(Json)
            ? JsonSerializer.Serialize(job, WireJson.Default.JobView)
            : $"{job.Id} is back, {JobDisplay.Word(job.Status)}.");
        return ExitCode.Done;
    }

    private static string PathOf(ParseResult line) => $"/api/v1/archive/{Uri.EscapeDataString(line.GetRequiredValue(Id))}";

    private static string Line(ArchivedView job) => string.Create(
        CultureInfo.InvariantCulture,
        $"{job.Id}  {job.Type}  {job.Name}  {JobDisplay.Word(job.Status)}  {job.Items} items  {job.ArchivedAt:u}  {job.File}");
}
