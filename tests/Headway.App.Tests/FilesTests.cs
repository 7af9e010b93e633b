using System.Net.Http.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.App.Tests;

/// <summary>Files on their way: uploaded, kept by their content, worked, and shown with what came of them.</summary>
public sealed class FilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task a_damaged_and_a_lost_file_fail_at_once_and_the_others_complete()
    {
        await using var server = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0");
        using var client = await server.ClientAsync();
        foreach (var name in new[] { "good", "damaged", "lost" })
            await File.WriteAllTextAsync(_folder.Of(name), name, Ct);
        await using var submitted = HeadwayProcess.Start(
            _folder.Path, "submit", "--type", "files.verify", "--watch", "good", "damaged", "lost");
        Assert.Equal(ExitCode.Done, await submitted.ExitAsync());
        var job = Assert.Single((await client.ListAsync("", Ct)).Jobs);
        await File.WriteAllTextAsync(await PlaceAsync(client, job, 2), "damage", Ct);
        File.Delete(await PlaceAsync(client, job, 3));

        var inputs = new List<ItemRequest>();
        for (var no = 1; no <= 3; no++)
            inputs.Add(new ItemRequest { Input = (await client.ItemAsync(job.Id, no, Ct)).Input });
        var request = new JobRequest { Type = "files.verify", Items = inputs };
        using var content = JsonContent.Create(request, WireJson.Default.JobRequest);
        var again = await client.SubmitAsync(content, Ct);
        await foreach (var now in client.WatchAsync(again.Id, Ct))
        {
            again = now;
            if (JobDisplay.IsFinal(now))
                break;
        }

        Assert.Equal(
            (JobStatus.Completed, "completed with errors", 1, 2),
            (again.Status, again.StatusNote, again.Counts.Completed, again.Counts.Failed));
        var faults = (await client.ItemsAsync(again.Id, "?state=failed", Ct)).Items;
        Assert.Equal(["file_damaged", "missing_file"], faults.Select(item => item.Fault!.Code));
        Assert.All(faults, item => Assert.Equal(1, item.AttemptCount));
        Assert.Contains("completed: 3/3", submitted.Output, StringComparison.Ordinal);
    }

    private async Task<string> PlaceAsync(ApiClient client, JobView job, int no)
    {
        var hash = (await client.ItemAsync(job.Id, no, Ct)).Input!.Value.GetProperty("file").GetProperty("sha256").GetString()!;
        return _folder.Of($"data/files/{hash[..2]}/{hash[2..4]}/{hash}");
    }
}
