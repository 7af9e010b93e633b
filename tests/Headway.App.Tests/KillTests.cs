using System.Globalization;
using System.Net.Http.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.App.Tests;

/// <summary>The promise, tried on the real thing: a server killed again and again loses no item and records none twice.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int Items = 600;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task a_server_killed_at_twenty_random_moments_loses_no_item_and_records_none_twice()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HEADWAY_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"HEADWAY_SEED={seed}");
        var random = new Random(seed);
        var jobs = new List<string>();

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = Serve();
            if (random.Next(5) == 0)
            {
                await Task.Delay(random.Next(600), Ct); // while it starts
            }
            else
            {
                using var client = await server.ClientAsync();
                if (jobs.Count == 0)
                    jobs.Add(await SubmitSamplesAsync(client));
                if (jobs.Count == 1 || JobDisplay.IsFinal(await client.GetAsync(jobs[^1], Ct)))
                    jobs.Add(await SubmitAsync(client));
                await Task.Delay(Longest * random.NextDouble(), Ct);
            }

            await server.KillAsync();
        }

        await using var last = Serve();
        using var reader = await last.ClientAsync();
        var lost = 0;
        foreach (var id in jobs)
            lost += await CheckAsync(reader, await FinalAsync(reader, id), seed);
        Assert.True(lost > 0, $"no kill hit an item at work, so nothing was tried: HEADWAY_SEED={seed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{jobs.Count} jobs of {Items} items, {lost} attempts lost");
    }

    private HeadwayProcess Serve() => HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--slots", "4");

    private static async Task<string> SubmitSamplesAsync(ApiClient client)
    {
        using var form = new Submission { Type = Demo.Type, Files = Submission.FilesOf([Demo.FindSamples(null)!]) }.ToContent();
        return (await client.SubmitAsync(form, Ct)).Id;
    }

    /// <summary>Uploads one file, then has it verified many times over.</summary>
    private async Task<string> SubmitAsync(ApiClient client)
    {
        var file = _folder.Of("verified.bin");
        var content = new byte[500_000];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(file, content, Ct);
        using var form = new Submission { Type = "files.verify", Files = [file] }.ToContent();
        var upload = await client.SubmitAsync(form, Ct);
        var input = (await client.ItemAsync(upload.Id, 1, Ct)).Input;

        var request = new JobRequest { Type = "files.verify", Items = [.. Enumerable.Repeat(new ItemRequest { Input = input }, Items)] };
        using var many = JsonContent.Create(request, WireJson.Default.JobRequest);
        return (await client.SubmitAsync(many, Ct)).Id;
    }

    private static async Task<JobView> FinalAsync(ApiClient client, string id)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        late.CancelAfter(Patience);
        await foreach (var job in client.WatchAsync(id, late.Token))
        {
            if (JobDisplay.IsFinal(job))
                return job;
        }

        throw new InvalidOperationException("the stream of a job ends only with its watcher");
    }

    private static async Task<int> CheckAsync(ApiClient client, JobView job, int seed)
    {
        var items = new List<ItemView>();
        for (string? after = ""; after is not null;)
        {
            var page = await client.ItemsAsync(job.Id, $"?limit=100{(after == "" ? "" : $"&after={Uri.EscapeDataString(after)}")}", Ct);
            items.AddRange(page.Items);
            after = page.Next;
        }

        var where = $"{job.Id}, HEADWAY_SEED={seed}";
        Assert.True(
            Enumerable.Range(1, job.Counts.Total).SequenceEqual(items.Select(item => item.No)), $"items are missing or doubled: {where}");
        Assert.Equal(
            (items.Count(item => item.State == ItemState.Completed),
                items.Count(item => item.State is ItemState.Failed or ItemState.Quarantined), 0),
            (job.Counts.Completed, job.Counts.Failed, job.Counts.Total - job.Counts.Completed - job.Counts.Failed - job.Counts.Skipped));
        var lost = 0;
        foreach (var item in items)
        {
            var attempts = (await client.ItemAsync(job.Id, item.No, Ct)).Attempts!;
            var ended = attempts.Where(attempt => attempt.Outcome is AttemptOutcome.Completed).ToList();
            var expected = item.State is ItemState.Completed or ItemState.Skipped ? 1 : 0;
            Assert.True(ended.Count == expected, $"item {item.No} ended {ended.Count} times: {where}");
            var charged = attempts.Count(attempt => attempt.Outcome != AttemptOutcome.Released);
            Assert.True(charged is >= 1 and <= 4, $"item {item.No} has {charged} attempts: {where}");
            if (item.State == ItemState.Failed && item.Fault!.Code == "worker_lost")
                Assert.Equal(4, attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Lost));
            lost += attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Lost);
        }

        return lost;
    }
}
