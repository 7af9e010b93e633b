using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary>Verbs of <c>headway jobs</c> that give jobs and items new lives.</summary>
internal static class LivesCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<string> Id = new("id") { Description = "Job id, as job_… or as a UUID." };
    private static readonly Argument<int> Item = new("item") { Description = "Item number." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, in one sentence.", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say how many items it is about." };
    private static readonly Option<bool> Count = new("--dry-run") { Description = "Only count the items the plan comes to." };
    private static readonly Option<string> Name = new("--name") { Description = "Another name." };
    private static readonly Option<string> Config = new("--config")
    {
        Description = "JSON object laid over the config: what is named replaces, null takes out.",
    };

    /// <summary>The verbs.</summary>
    public static IEnumerable<Command> Make() =>
    [
        Verb("restart", "Starts an ended job afresh, whole.", RestartAsync, Id),
        Verb("rerun-errors", "Submits a new job over the items that failed.", RerunErrorsAsync, Id, DryRun),
        Verb("run-again", "Submits a job once more, perhaps with an edited config.", RunAgainAsync, Id, Config, Name, Count),
        Verb("rollback", "Submits a job that puts back what an ended job changed.", RollBackAsync, Id, Count),
        Verb("force", "Has a rollback restore a thing that was changed since.", ForceAsync, Id, Item),
        Verb("skip", "Ends an item that failed or waits as skipped.", SkipAsync, Id, Item, Reason),
    ];

    /// <summary>Retries all that failed, or says how many that would be.</summary>
    public static async Task<int> RetryFailedAsync(ApiClient client, string id, bool dryRun, bool json, CancellationToken ct)
    {
        var count = await client.CountAsync(id, $"retry-failed{(dryRun ? "?dry_run=true" : "")}", ct);
        return Print(json
            ? JsonSerializer.Serialize(count, WireJson.Default.CountView)
            : $"{id}: {Items(count.Count)} {(dryRun ? "would be retried" : "to be retried")}.");
    }

    private static async Task<int> RestartAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var job = await client.ControlAsync(line.GetRequiredValue(Id), "restart", ct);
        return Tell(line, job, $"{job.Id} starts afresh, in generation {job.Generation}.");
    }

    private static async Task<int> RerunErrorsAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var id = line.GetRequiredValue(Id);
        if (line.GetValue(DryRun))
        {
            var count = await client.CountAsync(id, "rerun-errors?dry_run=true", ct);
            return Print(line.GetValue(Json)
                ? JsonSerializer.Serialize(count, WireJson.Default.CountView)
                : $"{id}: {Items(count.Count)} would be run again.");
        }

        var job = await client.ControlAsync(id, "rerun-errors", ct);
        return Tell(line, job, $"Submitted {job.Id} with {Items(job.Counts.Total)} that failed in {id}.");
    }

    private static async Task<int> RunAgainAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var id = line.GetRequiredValue(Id);
        var request = new RunAgainRequest
        {
            Config = line.GetValue(Config) is { } config ? Parse(config) : null,
            Name = line.GetValue(Name),
            DryRun = line.GetValue(Count) ? true : null,
        };
        var job = await client.ControlAsync(id, "run-again", request, WireJson.Default.RunAgainRequest, ct);
        return Tell(line, job, $"Submitted {job.Id}, {(request.DryRun == true ? "a dry run" : "a run")} of {id}.");
    }

    private static async Task<int> RollBackAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var id = line.GetRequiredValue(Id);
        var dryRun = line.GetValue(Count);
        var job = await client.ControlAsync(id, $"rollback{(dryRun ? "?dry_run=true" : "")}", ct);
        return Tell(line, job, $"Submitted {job.Id}, {(dryRun ? "which counts what a rollback of" : "the rollback of")} {id}"
            + (dryRun ? " would put back." : "; what was changed since is left as it is and listed there."));
    }

    private static async Task<int> ForceAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var no = line.GetRequiredValue(Item);
        var job = await client.ControlAsync(
            line.GetRequiredValue(Id), string.Create(CultureInfo.InvariantCulture, $"items/{no}/force"), ct);
        return Tell(line, job, $"Item {no} of {job.Id} is to be restored whatever it is now.");
    }

    private static async Task<int> SkipAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var no = line.GetRequiredValue(Item);
        var request = new SkipRequest { Reason = line.GetRequiredValue(Reason) };
        var job = await client.ControlAsync(
            line.GetRequiredValue(Id), string.Create(CultureInfo.InvariantCulture, $"items/{no}/skip"), request,
            WireJson.Default.SkipRequest, ct);
        return Tell(line, job, $"Item {no} of {job.Id} is skipped; the job is {job.StatusNote ?? JobDisplay.Word(job.Status)}.");
    }

    private static Command Verb(
        string name, string description, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run, params Symbol[] parts) =>
        ServerVerb.Make(name, description, run, [Json, Server, Data, .. parts]);

    private static JsonElement Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException e)
        {
            throw new StopException(ExitCode.Usage, $"--config is not JSON: {e.Message}");
        }
    }

    private static string Items(long count) => count == 1 ? "1 item" : string.Create(CultureInfo.InvariantCulture, $"{count} items");

    private static int Tell(ParseResult line, JobView job, string sentence) =>
        Print(line.GetValue(Json) ? JsonSerializer.Serialize(job, WireJson.Default.JobView) : sentence);

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
