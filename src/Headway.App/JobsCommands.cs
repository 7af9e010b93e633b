using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Spectre.Console;

namespace Headway.App;

/// <summary><c>headway jobs</c>: what there is, and control over it, through the running server.</summary>
internal static class JobsCommands
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Server = Options.Server();
    private static readonly Option<string> Data = Options.Data();
    private static readonly Argument<string[]> Query = new("search")
    {
        Description = "What to look for, e.g. 'status:failed type:skills.* label.course:BIO* config.limit:>500 after:-7d fall'.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private static readonly Option<string> Sort = new("--sort")
    { Description = "newest (default), oldest, status, status_down, progress or progress_down." };
    private static readonly Argument<string> Id = new("id") { Description = "Job id, as job_… or as a UUID." };
    private static readonly Option<string[]> Type = new("--type") { Description = "Only these job types." };
    private static readonly Option<string[]> Status = new("--status") { Description = "Only these statuses." };
    private static readonly Option<string[]> Source = new("--source") { Description = "Only those submitted by these." };
    private static readonly Option<string> Search = new("--search") { Description = "Part of the name." };
    private static readonly Option<string> Parent = new("--parent") { Description = "Only children of this job." };
    private static readonly Option<int> Limit = new("--limit") { Description = "Rows, 1–100.", DefaultValueFactory = _ => 20 };
    private static readonly Option<string> After = new("--after") { Description = "Go on behind this job, as the page before said." };
    private static readonly Argument<int[]> Items = new("items")
    {
        Description = "Item numbers; none: every failed and quarantined item.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say how many items it is about." };

    public static Command Make()
    {
        var jobs = new Command("jobs", "Lists, shows, watches and controls jobs.")
        {
            Verb("list", "Jobs that fit a search, newest first.", ListAsync,
                Query, Sort, Type, Status, Source, Search, Parent, Limit, After),
            Verb("show", "One job and its items that failed.", ShowAsync, Id),
            Verb("why", "Why a job does not run.", WhyAsync, Id),
            Verb("watch", "One job until it is final.", WatchAsync, Id),
            Verb("cancel", "Ends a job now.", (line, client, ct) => ControlAsync(line, client, "cancel", ct), Id),
            Verb("pause", "Takes nothing new of a job.", (line, client, ct) => ControlAsync(line, client, "pause", ct), Id),
            Verb("resume", "Lets a paused job go on.", (line, client, ct) => ControlAsync(line, client, "resume", ct), Id),
            Verb("retry", "Gives failed items another life.", RetryAsync, Id, Items, DryRun),
            FlowCommands.Priority(),
            Verb("keep", "Keeps a job for ever.", (line, client, ct) => ControlAsync(line, client, "keep", ct), Id),
            Verb("let-go", "Leaves a job to the retention policy again.", (line, client, ct) =>
                ControlAsync(line, client, "let-go", ct), Id),
            Verb("delete", "Deletes a job that has ended, for good.", DeleteAsync, Id),
            Verb("archive", "Writes a job that has ended to the archive and deletes it.", ArchiveAsync, Id),
            BulkCommand.Make(),
            ExportCommand.Make(),
            LogCommand.Make(),
        };
        foreach (var verb in LivesCommands.Make())
            jobs.Add(verb);
        return jobs;
    }

    /// <summary>Follows a job with what fits the output: nothing but the end for JSON.</summary>
    public static async Task<JobView?> WatchAsync(ApiClient client, JobView job, bool quiet, CancellationToken ct)
    {
        var changes = client.WatchAsync(job.Id, ct);
        if (!quiet)
            return await JobDisplay.FollowAsync(changes, job.Name ?? job.Type, ct);
        await foreach (var now in changes)
        {
            job = now;
            if (JobDisplay.IsFinal(now))
                break;
        }

        return job;
    }

    /// <summary>What a job's end means for a script.</summary>
    public static int CodeOf(JobView job) =>
        job.Status is JobStatus.Failed or JobStatus.Cancelled ? ExitCode.Failed : ExitCode.Done;

    private static Command Verb(
        string name, string description, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run, params Symbol[] parts) =>
        ServerVerb.Make(name, description, run, [Json, Server, Data, .. parts]);

    private static async Task<int> ListAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"?limit={line.GetValue(Limit)}")
            + string.Concat((line.GetValue(Type) ?? []).Select(type => $"&type={Uri.EscapeDataString(type)}"))
            + string.Concat((line.GetValue(Status) ?? []).Select(status => $"&status={Uri.EscapeDataString(status)}"))
            + string.Concat((line.GetValue(Source) ?? []).Select(source => $"&source={Uri.EscapeDataString(source)}"))
            + (line.GetValue(Query) is { Length: > 0 } words ? $"&q={Uri.EscapeDataString(string.Join(' ', words))}" : "")
            + (line.GetValue(Sort) is { } sort ? $"&sort={Uri.EscapeDataString(sort)}" : "")
            + (line.GetValue(After) is { } after ? $"&after={Uri.EscapeDataString(after)}" : "")
            + (line.GetValue(Parent) is { } parent ? $"&parent={Uri.EscapeDataString(parent)}" : "")
            + (line.GetValue(Search) is { } search ? $"&search={Uri.EscapeDataString(search)}" : "");
        var page = await client.ListAsync(query, ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(page, WireJson.Default.JobPage));
        if (page.Jobs.Count == 0 && page.SearchedTo is null)
            return Print("No jobs.");

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("job", "type", "name", "status", "items", "created (UTC)");
        foreach (var job in page.Jobs)
        {
            var created = job.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            table.AddRow(new Text(job.Id), new Text(job.Type), new Text(job.Name ?? ""), new Text(Shown(job)), new Text(Share(job)),
                new Text(created));
        }

        Wide().Write(table);
        if (page.SearchedTo is { } to)
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"Looked back to {to:u}; search further with --after {page.Next}"));
        }

        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var job = await client.GetAsync(line.GetRequiredValue(Id), ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(job, WireJson.Default.JobView));
        Console.WriteLine($"{job.Id}  {job.Name ?? job.Type}");
        Console.WriteLine($"  type      {job.Type}");
        Console.WriteLine($"  progress  {JobDisplay.Line(job)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  created   {job.CreatedAt:u}"));
        if (job.FinishedAt is { } end)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  finished  {end:u}"));
        Console.WriteLine($"  source    {job.Source.ToString().ToLowerInvariant()}");
        if (job.Eta is { } eta)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  expected  {eta.P50At:u}, nine of ten by {eta.P90At:u}"));
        if (job.Stuck == true)
            Console.WriteLine("  stuck     it runs, and nothing of it has moved for long");
        else if (job.Slow == true)
            Console.WriteLine("  slow      it takes longer than 19 of 20 of its type");
        if (job.Fault is { } fault)
            Console.WriteLine($"  fault     {fault.Code}: {fault.Message} {fault.Hint}");
        foreach (var relative in FamilyDisplay.Lines(await client.FamilyAsync(job.Id, ct)))
            Console.WriteLine($"  {relative}");
        foreach (var item in (await client.ItemsAsync(job.Id, "?state=failed,quarantined&limit=100", ct)).Items)
            Console.WriteLine($"  item {item.No}  {item.Name}  {item.Fault?.Code}: {item.Fault?.Message} {item.Fault?.Hint}");
        return ExitCode.Done;
    }

    private static async Task<int> WhyAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var why = await client.WhyAsync(line.GetRequiredValue(Id), ct);
        if (line.GetValue(Json))
            return Print(JsonSerializer.Serialize(why, WireJson.Default.WhyView));
        foreach (var reason in why.Reasons)
            Console.WriteLine($"{reason.Message}{(reason.Hint is { } hint ? $" {hint}" : "")}  ({reason.Code})");
        return ExitCode.Done;
    }

    private static async Task<int> WatchAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var job = await client.GetAsync(line.GetRequiredValue(Id), ct);
        var json = line.GetValue(Json);
        job = await WatchAsync(client, job, json, ct) ?? job;
        if (json)
            Print(JsonSerializer.Serialize(job, WireJson.Default.JobView));
        return CodeOf(job);
    }

    private static async Task<int> ControlAsync(ParseResult line, ApiClient client, string verb, CancellationToken ct)
    {
        var job = await client.ControlAsync(line.GetRequiredValue(Id), verb, ct);
        return Print(line.GetValue(Json) ? JsonSerializer.Serialize(job, WireJson.Default.JobView) : $"{job.Id} is {Shown(job)}.");
    }

    private static async Task<int> DeleteAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var id = line.GetRequiredValue(Id);
        await client.DeleteAsync(id, ct);
        return Print(line.GetValue(Json) ? "{}" : $"{id} is deleted.");
    }

    private static async Task<int> ArchiveAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var path = $"/api/v1/jobs/{Uri.EscapeDataString(line.GetRequiredValue(Id))}/archive";
        var entry = await client.CallAsync(HttpMethod.Post, path, null, WireJson.Default.ArchivedView, ct);
        return Print(line.GetValue(Json)
            ? JsonSerializer.Serialize(entry, WireJson.Default.ArchivedView)
            : $"{entry.Id} is in the archive, in {entry.File}.");
    }

    private static async Task<int> RetryAsync(ParseResult line, ApiClient client, CancellationToken ct)
    {
        var id = line.GetRequiredValue(Id);
        var numbers = line.GetValue(Items) ?? [];
        if (numbers.Length == 0 || line.GetValue(DryRun))
            return await LivesCommands.RetryFailedAsync(client, id, line.GetValue(DryRun), line.GetValue(Json), ct);
        var job = await client.GetAsync(id, ct);
        foreach (var no in numbers)
            job = await client.RetryItemAsync(id, no, ct);
        return Print(line.GetValue(Json)
            ? JsonSerializer.Serialize(job, WireJson.Default.JobView)
            : $"{job.Id}: {numbers.Length} item{(numbers.Length == 1 ? "" : "s")} to be retried.");
    }

    /// <summary>A console that does not wrap rows where nobody sees a terminal's edge.</summary>
    private static IAnsiConsole Wide()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240;
        return console;
    }

    private static string Shown(JobView job) => job.StatusNote ?? JobDisplay.Word(job.Status);

    private static string Share(JobView job) => string.Create(
        CultureInfo.InvariantCulture,
        $"{job.Counts.Completed + job.Counts.Failed + job.Counts.Skipped + job.Counts.Cancelled}/{job.Counts.Total}");

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Done;
    }
}
