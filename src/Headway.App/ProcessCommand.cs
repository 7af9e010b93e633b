using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Admin;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary><c>headway process</c>: drives a job chunk by chunk through the running server, workers or not.</summary>
internal static class ProcessCommand
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly Argument<string> Id = new("id") { Description = "Job id, as job_… or as a UUID." };
    private static readonly Option<bool> Once = new("--once") { Description = "One chunk, and no more." };
    private static readonly Option<bool> Json = Options.Json();

    public static Command Make()
    {
        var command = new Command("process", "Works a job chunk by chunk until it is done; Ctrl+C leaves it where it is.")
        {
            Id, Once, Json, Options.Server(), Options.Key(), Options.Data(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        using var client = ApiClient.For(SettingsReader.Read(line));
        var job = await client.GetAsync(line.GetRequiredValue(Id), ct);
        if (line.GetValue(Once))
            return await OnceAsync(line, client, job, ct);
        if (line.GetValue(Json))
        {
            await foreach (var now in DriveAsync(client, job, ct))
                job = now;
            Console.WriteLine(JsonSerializer.Serialize(job, WireJson.Default.JobView));
        }
        else
        {
            job = await JobDisplay.FollowAsync(DriveAsync(client, job, ct), job.Name ?? job.Type, ct) ?? job;
        }

        return JobsCommands.CodeOf(job);
    }

    private static async Task<int> OnceAsync(ParseResult line, ApiClient client, JobView job, CancellationToken ct)
    {
        var answer = await ProcessAsync(client, job.Id, ct);
        Console.WriteLine(line.GetValue(Json)
            ? JsonSerializer.Serialize(answer, AdminJson.Default.AdminProgress)
            : $"{job.Id}: {answer.ProcessedItems}/{answer.TotalItems}, {answer.ErrorCount} failed, {answer.SkipCount} skipped"
                + (answer.Done ? "; done." : "."));
        return ExitCode.Done;
    }

    /// <summary>The job after every chunk, until nothing of it is left to work.</summary>
    private static async IAsyncEnumerable<JobView> DriveAsync(
        ApiClient client, JobView job, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return job;
        while (!JobDisplay.IsFinal(job))
        {
            var before = job.Counts;
            var answer = await ProcessAsync(client, job.Id, ct);
            job = await client.GetAsync(job.Id, ct);
            yield return job;
            if (answer.Done)
                yield break;
            if (job.Counts == before)
                await Task.Delay(Again, ct); // paused, or others are at it
        }
    }

    /// <summary>One call, repeated with its request id until it is answered: what was worked is not worked twice.</summary>
    private static async Task<AdminProgress> ProcessAsync(ApiClient client, string id, CancellationToken ct)
    {
        var request = Guid.CreateVersion7().ToString("N");
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await client.ProcessAsync(id, request, ct);
            }
            catch (StopException e) when (e.RetryIn is not null || (e.ExitCode is ExitCode.StoreAway or ExitCode.NoServer && tries < 60))
            {
                await Task.Delay(e.RetryIn ?? Again, ct);
            }
        }
    }
}
