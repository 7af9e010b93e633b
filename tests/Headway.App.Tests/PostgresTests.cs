using System.Net;
using System.Net.Http.Json;
using Headway.Model;
using Headway.Sim.Postgres;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.App.Tests;

/// <summary>Processes that share nothing but a PostgreSQL and a data folder.</summary>
public sealed class PostgresTests : IAsyncLifetime
{
    private const int Items = 400;
    private readonly TempFolder _folder = new();
    private PostgresServer _postgres = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Store => $"postgres://postgres@127.0.0.1:{_postgres.Port}/postgres";

    public async ValueTask InitializeAsync() => _postgres = await PostgresServer.StartAsync(["fsync=off"]);

    public ValueTask DisposeAsync()
    {
        _postgres.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task two_processes_share_the_items_of_one_job_and_none_is_done_twice()
    {
        await using var server = Start("serve", "--port", "0");
        using var client = await server.ClientAsync();
        await using var second = Start("work");
        await second.LineAsync("Working for PostgreSQL");
        await File.WriteAllBytesAsync(_folder.Of("file"), new byte[2_000_000], Ct);
        using var form = new Submission { Type = "files.verify", Files = [_folder.Of("file")] }.ToContent();
        var upload = await client.SubmitAsync(form, Ct);
        var input = (await client.ItemAsync(upload.Id, 1, Ct)).Input;

        var request = new JobRequest { Type = "files.verify", Items = [.. Enumerable.Repeat(new ItemRequest { Input = input }, Items)] };
        using var content = JsonContent.Create(request, WireJson.Default.JobRequest);
        var job = await client.SubmitAsync(content, Ct);
        await foreach (var now in client.WatchAsync(job.Id, Ct))
        {
            job = now;
            if (JobDisplay.IsFinal(now))
                break;
        }

        Assert.Equal((JobStatus.Completed, Items), (job.Status, job.Counts.Completed));
        var workers = new List<string>();
        for (var no = 1; no <= Items; no++)
        {
            var attempt = Assert.Single((await client.ItemAsync(job.Id, no, Ct)).Attempts!);
            Assert.Equal(AttemptOutcome.Completed, attempt.Outcome);
            workers.Add(attempt.Worker);
        }

        Assert.Equal(
            [$"{Environment.MachineName}:{second.Id}", $"{Environment.MachineName}:{server.Id}"],
            workers.Distinct().OrderBy(worker => worker.EndsWith($":{server.Id}", StringComparison.Ordinal)));
        second.Signal("TERM");
        Assert.Equal(ExitCode.Done, await second.ExitAsync());
    }

    [Fact]
    public async Task while_the_database_is_away_the_server_stays_up_and_says_when_to_ask_again()
    {
        await using var server = Start("serve", "--port", "0");
        using var http = await server.HttpAsync();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", Ct)).StatusCode);

        _postgres.Dispose();

        foreach (var path in new[] { "/health/ready", "/api/v1/jobs", "/api/v1/events" })
        {
            using var response = await http.GetAsync(path, Ct);
            var problem = await response.Content.ReadFromJsonAsync(WireJson.Default.ProblemView, Ct);
            Assert.Equal((503, "store_unavailable"), ((int)response.StatusCode, problem!.Code));
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Ct)).StatusCode);
        await using var list = await HeadwayProcess.RunAsync(_folder.Path, "jobs", "list");
        Assert.Equal(ExitCode.StoreAway, await list.ExitAsync());
        CommandLineTests.OneSentence(list);
    }

    private HeadwayProcess Start(params string[] arguments) => HeadwayProcess.Start(_folder.Path, [.. arguments, "--store", Store]);
}
