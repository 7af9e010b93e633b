using System.Diagnostics;
using Headway.Web.Api.Contracts;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>The SQLite file is locked by another program, or its disk is full.</summary>
public sealed class FileFaults
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task f26_another_program_locks_the_file() => FaultReport.RunAsync("F26", async () =>
    {
        var time = TimeSpan.FromSeconds(2);
        await using var bed = FaultBed.OnSqlite();
        var (server, client, _) = await bed.ServeAsync("--slots", "2");
        await FaultBed.FinalAsync(client, (await FaultBed.SubmitAsync(client, 5, new { millis = 1 })).Id);

        Task<JobView> submitted;
        using (var other = new SqliteConnection($"Data Source={Path.Combine(bed.Folder, "data", "headway.db")};Pooling=false"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            submitted = FaultBed.SubmitAsync(client, 5, new { millis = 1 });
            await FaultTime.LastAsync(time);
            Assert.False(submitted.IsCompleted, "a submission was answered while nobody could write");
            command.CommandText = "ROLLBACK";
            command.ExecuteNonQuery();
        }

        var job = await FaultBed.FinalAsync(client, (await submitted).Id);
        Assert.Equal(5, job.Counts.Completed);
        Assert.DoesNotContain("database is locked", server.Errors, StringComparison.Ordinal);
        await using var second = await HeadwayProcess.RunAsync(bed.Folder, "serve", "--port", "0");
        Assert.Equal(ExitCode.Locked, await second.ExitAsync());
        return $"locked for {time.TotalSeconds} s: the submission waited and was kept; a second server was refused";
    });

    [Fact]
    public Task f29_disk_is_full() => FaultReport.RunAsync("F29", async () =>
    {
        await using var bed = FaultBed.OnSqlite();
        var disk = Path.Combine(bed.Folder, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && await RunAsync("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk) == 0,
            "mounting a small disk needs root.");
        try
        {
            var (_, client, http) = await bed.ServeAsync("--slots", "2", "--data", disk);
            var job = await FaultBed.SubmitAsync(client, 400, new { millis = 10 });
            await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= 20);
            var filler = Path.Combine(disk, "filler");
            Fill(filler);
            await FaultBed.UntilStatusAsync(http, "/health/ready", 503);
            await FaultBed.UntilStatusAsync(http, "/health/live", 200);
            File.Delete(filler);
            var watch = Stopwatch.StartNew();
            await FaultBed.UntilStatusAsync(http, "/health/ready", 200);
            var ready = watch.Elapsed;
            var last = await FaultBed.FinalAsync(client, job.Id);
            Assert.Equal((400, 0), (last.Counts.Completed, last.Counts.Failed));
            Assert.True(ready <= TimeSpan.FromSeconds(5), $"ready after {ready.TotalSeconds:0.0} s only");
            return $"full, then freed: ready within {FaultBed.Seconds(ready)}, 400 items, none lost";
        }
        finally
        {
            await bed.StopAllAsync();
            await RunAsync("umount", "-l", disk);
        }
    });

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(Ct);
        return process.ExitCode;
    }
}
