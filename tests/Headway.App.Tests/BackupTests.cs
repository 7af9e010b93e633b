using System.Net.Http.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.App.Tests;

/// <summary>A backup of a server that works, and what can be restored from it.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task a_backup_made_under_load_is_restored_with_counters_that_agree()
    {
        await File.WriteAllBytesAsync(_folder.Of("file"), new byte[300_000], Ct);
        await using (var server = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0"))
        {
            using var client = await server.ClientAsync();
            using var form = new Submission { Type = "files.verify", Files = [_folder.Of("file")] }.ToContent();
            var upload = await client.SubmitAsync(form, Ct);
            var input = (await client.ItemAsync(upload.Id, 1, Ct)).Input;
            var request = new JobRequest { Type = "files.verify", Items = [.. Enumerable.Repeat(new ItemRequest { Input = input }, 3000)] };
            using var content = JsonContent.Create(request, WireJson.Default.JobRequest);
            await client.SubmitAsync(content, Ct);

            await using var backup = await HeadwayProcess.RunAsync(_folder.Path, "backup", "all.tar");
            Assert.True(await backup.ExitAsync() == ExitCode.Done, backup.Errors);
        }

        await using var restored = await HeadwayProcess.RunAsync(_folder.Path, "restore", "all.tar", "--data", _folder.Of("new"));
        Assert.True(await restored.ExitAsync() == ExitCode.Done, restored.Errors);
        await using var check = await HeadwayProcess.RunAsync(_folder.Path, "check", "--data", _folder.Of("new"));
        await using var again = await HeadwayProcess.RunAsync(_folder.Path, "restore", "all.tar", "--data", _folder.Of("new"));
        await using var second = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--data", _folder.Of("new"));
        using var there = await second.ClientAsync();
        var jobs = (await there.ListAsync("", Ct)).Jobs;

        Assert.Contains("counters and items agree", restored.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, ExitCode.Usage), (await check.ExitAsync(), await again.ExitAsync()));
        Assert.Equal(2, jobs.Count);
        foreach (var job in jobs)
        {
            await foreach (var now in there.WatchAsync(job.Id, Ct))
            {
                if (!JobDisplay.IsFinal(now))
                    continue;
                Assert.Equal(now.Counts.Total, now.Counts.Completed);
                break;
            }
        }
    }

    [Fact]
    public async Task a_backup_that_was_tampered_with_or_cut_restores_nothing()
    {
        await using (var server = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--no-worker"))
        {
            await server.AddressAsync();
            await using var backup = await HeadwayProcess.RunAsync(_folder.Path, "backup", "all.tar");
            Assert.True(await backup.ExitAsync() == ExitCode.Done, backup.Errors);
        }

        var bytes = await File.ReadAllBytesAsync(_folder.Of("all.tar"), Ct);
        await File.WriteAllBytesAsync(_folder.Of("cut.tar"), bytes[..(bytes.Length / 2)], Ct);
        bytes[bytes.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(_folder.Of("changed.tar"), bytes, Ct);

        foreach (var name in (string[])["cut.tar", "changed.tar"])
        {
            await using var restored = await HeadwayProcess.RunAsync(_folder.Path, "restore", name, "--data", _folder.Of("new"));
            Assert.Equal(ExitCode.Failed, await restored.ExitAsync());
            CommandLineTests.OneSentence(restored);
            Assert.False(File.Exists(_folder.Of("new/headway.db")));
        }
    }
}
