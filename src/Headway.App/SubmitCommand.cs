using System.CommandLine;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary><c>headway submit</c>: files, or none, as a job.</summary>
internal static class SubmitCommand
{
    private static readonly Option<string> Type = new("--type", "-t")
    {
        Description = "Job type; the server's own list is in its refusal.",
        Required = true,
    };
    private static readonly Option<string> Name = new("--name") { Description = "What to call the job." };
    private static readonly Option<string> Config = new("--config") { Description = "JSON object, or @file with one." };
    private static readonly Option<string[]> Label = new("--label") { Description = "key=value, to find the job by; may be given often." };
    private static readonly Option<string> Queue = new("--queue") { Description = "The line it waits in." };
    private static readonly Option<int?> Priority = new("--priority") { Description = "Higher runs first." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only count the items the type's plan comes to." };
    private static readonly Option<string> UniqueKey = new("--unique-key")
    {
        Description = "While a job of the type with this key is open, that job is the answer.",
    };

    private static readonly Option<string> TimeLimit = new("--time-limit")
    {
        Description = "How long it may take from its first start, e.g. 90s, 15m, 8h or 2d; then it has failed.",
    };

    private static readonly Option<string> Webhook =
        new("--webhook") { Description = "URL that is told how the job ended; subscriptions tell of many." };
    private static readonly Option<string> Mail = new("--mail") { Description = "Mail address that is told how the job ended." };

    private static readonly Option<string[]> After = new("--after")
    {
        Description = "A job to run after, as id or id=fail|skip|ignore, where that one fails. May be given often.",
    };

    private static readonly Option<string> Parent = new("--parent") { Description = "The job it is a child of; that one waits for it." };
    private static readonly Option<string> Driver =
        new("--driver") { Description = "worker (default), or client: only 'headway process' works it." };
    private static readonly Option<bool> Watch = new("--watch") { Description = "Stay and show it moving until it is final." };
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Files, or folders whose files are taken; each becomes an item.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Make()
    {
        var command = new Command("submit", "Submits a job to the running server.")
        {
            Type, Name, Config, Label, Queue, Priority, UniqueKey, After, Parent, Driver, TimeLimit, Webhook, Mail, DryRun, Watch, Json,
            Options.Data(), Options.Server(), Options.Key(), Files,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var submission = Read(line);
        using var client = ApiClient.For(SettingsReader.Read(line));
        using var content = submission.ToContent();
        var job = await client.SubmitAsync(content, ct);
        var json = line.GetValue(Json);
        if (!json)
        {
            var items = job.Counts.Total == 1 ? "1 item" : $"{job.Counts.Total} items";
            Console.WriteLine($"Submitted {job.Id} with {items}. See it at {new Uri(client.Server, $"/jobs/{job.Id}")}");
        }
        if (line.GetValue(Watch))
            job = await JobsCommands.WatchAsync(client, job, json, ct) ?? job;
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(job, WireJson.Default.JobView));
        return JobsCommands.CodeOf(job);
    }

    private static Submission Read(ParseResult line) => Checked(new()
    {
        After = [.. (line.GetValue(After) ?? []).Select(ReadAfter)],
        Parent = line.GetValue(Parent),
        Type = line.GetRequiredValue(Type),
        Name = line.GetValue(Name),
        Config = ReadConfig(line.GetValue(Config)),
        Labels = (line.GetValue(Label) ?? []).Select(ReadLabel).ToDictionary(label => label.Key, label => label.Value),
        Queue = line.GetValue(Queue),
        Driver = line.GetValue(Driver) is null or "worker" or "client" ? line.GetValue(Driver)
            : throw new StopException(ExitCode.Usage, "--driver must be worker or client."),
        Priority = line.GetValue(Priority),
        DryRun = line.GetValue(DryRun),
        UniqueKey = line.GetValue(UniqueKey),
        TimeLimitSeconds = line.GetValue(TimeLimit) is { } limit ? Times.Span(limit).TotalSeconds : null,
        Webhook = line.GetValue(Webhook),
        Mail = line.GetValue(Mail),
        Files = Submission.FilesOf(line.GetValue(Files) ?? []),
    });

    private static Submission Checked(Submission submission) =>
        submission.Files.Count > 0 && (submission.After.Count > 0 || submission.Parent is not null)
            ? throw new StopException(
                ExitCode.Usage, "A submission of files waits for no other job: leave out --after and --parent, or the files.")
            : submission;

    private static AfterRequest ReadAfter(string given)
    {
        var parts = given.Split('=', 2);
        return parts.Length == 1 ? new AfterRequest { Job = given }
            : Enum.TryParse<FailurePolicy>(parts[1], ignoreCase: true, out var policy) && !char.IsDigit(parts[1][0])
                ? new AfterRequest { Job = parts[0], OnFailure = policy }
                : throw new StopException(ExitCode.Usage, $"--after {given}: what follows the id must be fail, skip or ignore.");
    }

    internal static string? ReadConfig(string? given)
    {
        if (given is null)
            return null;
        try
        {
            var text = given is ['@', .. var file] ? File.ReadAllText(file) : given;
            using var read = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException e)
        {
            throw new StopException(ExitCode.Usage, "The config is not JSON; give an object such as '{\"model\":\"local\"}', or @file.", e);
        }
        catch (IOException e)
        {
            throw new StopException(ExitCode.Usage, $"The config file '{given[1..]}' cannot be read.", e);
        }
    }

    internal static KeyValuePair<string, string> ReadLabel(string label) => label.IndexOf('=', StringComparison.Ordinal) is var at and > 0
        ? new(label[..at], label[(at + 1)..])
        : throw new StopException(ExitCode.Usage, $"The label '{label}' must be key=value.");
}
