using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Bulk;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary><c>headway jobs bulk</c>: one thing asked of many jobs.</summary>
internal static class BulkCommand
{
    private const string Path = "/api/v1/jobs/bulk";
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Argument<BulkVerb> Verb = new("verb")
    {
        Description = "cancel, pause, resume, reprioritise, retry, restart, archive or delete.",
    };
    private static readonly Argument<string[]> Ids = new("ids")
    {
        Description = "Job ids; none: all jobs of the filter.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private static readonly Option<string[]> Type = new("--type") { Description = "Only jobs of these types." };
    private static readonly Option<string[]> Status = new("--status") { Description = "Only jobs of these statuses." };
    private static readonly Option<string> Query = new("--query", "-q")
    { Description = "Only jobs that fit this search, as 'headway jobs list' takes it." };
    private static readonly Option<string> Search = new("--search") { Description = "Part of the name." };
    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "Jobs created at or after this time." };
    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "Jobs created before this time." };
    private static readonly Option<string> Error = new("--error")
    { Description = "Only jobs an error with this fingerprint happened to." };
    private static readonly Option<int?> Priority = new("--priority")
    { Description = "With reprioritise: what the jobs get; higher runs first." };
    private static readonly Option<bool> All = new("--all") { Description = "Every job: needed where neither ids nor a filter are given." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only says how many jobs it is about." };

    public static Command Make()
    {
        var command = new Command("bulk", "Does one thing to many jobs, as a job of its own that is shown until it ends.")
        {
            Verb, Ids, Query, Type, Status, Search, From, To, Error, Priority, All, DryRun, Json,
            Options.Server(), Options.Key(), Options.Data(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var request = Read(line);
        using var client = ApiClient.For(SettingsReader.Read(line));
        using var content = JsonContent.Create(request, WireJson.Default.BulkRequest);
        var json = line.GetValue(Json);
        if (request.DryRun)
        {
            var count = await client.CallAsync(HttpMethod.Post, Path, content, WireJson.Default.BulkCountView, ct);
            Console.WriteLine(json ? JsonSerializer.Serialize(count, WireJson.Default.BulkCountView) : string.Create(
                CultureInfo.InvariantCulture, $"{count.Count:N0}{(count.More ? "+" : "")} jobs; nothing was done."));
            return ExitCode.Done;
        }

        var job = await client.CallAsync(HttpMethod.Post, Path, content, WireJson.Default.JobView, ct);
        job = await JobsCommands.WatchAsync(client, job, json, ct) ?? job;
        Console.WriteLine(json ? JsonSerializer.Serialize(job, WireJson.Default.JobView) : string.Create(
            CultureInfo.InvariantCulture,
            $"{job.Counts.Completed:N0} done, {job.Counts.Skipped:N0} left as they were, {job.Counts.Failed:N0} failed: {job.Id}"));
        return JobsCommands.CodeOf(job);
    }

    private static BulkRequest Read(ParseResult line)
    {
        var ids = line.GetValue(Ids) is { Length: > 0 } given ? given : null;
        var filter = new BulkFilterView
        {
            Q = line.GetValue(Query),
            Type = line.GetValue(Type) is { Length: > 0 } types ? types : null,
            Status = line.GetValue(Status) is { Length: > 0 } statuses ? statuses : null,
            Search = line.GetValue(Search),
            From = line.GetValue(From),
            To = line.GetValue(To),
            Error = line.GetValue(Error),
        };
        var filtered = filter != new BulkFilterView();
        if (ids is not null && filtered)
            throw new StopException(ExitCode.Usage, "Give job ids or a filter, not both.");
        if (ids is null && !filtered && !line.GetValue(All))
            throw new StopException(ExitCode.Usage, "Name jobs, narrow them with a filter such as --status failed, or say --all.");
        return new BulkRequest
        {
            Verb = line.GetValue(Verb),
            Ids = ids,
            Filter = ids is null ? filter : null,
            Priority = line.GetValue(Priority),
            DryRun = line.GetValue(DryRun),
        };
    }
}
