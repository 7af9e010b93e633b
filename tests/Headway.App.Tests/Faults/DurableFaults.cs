using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>Servers are killed around the moment in which they promise to have kept something.</summary>
public sealed partial class DurableFaults
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task f03_killed_between_commit_and_answer() => FaultReport.RunAsync(
        "F03", () => FaultReport.NotRun("no process can be made to die in that instant from outside; the simulation loses these answers."));

    [Fact]
    public Task f04_killed_while_it_answers_a_submission() => FaultReport.RunAsync("F04", async () =>
    {
        var kills = FaultReport.Times(2, 20);
        await using var bed = FaultBed.OnSqlite();
        var random = new Random(4);
        var unanswered = 0;
        string? last = null;
        for (var kill = 0; kill < kills; kill++)
        {
            var (server, client, http) = await bed.ServeAsync("--no-worker");
            var warm = await SubmitAsync(http, $"key-{kill - 1}"); // asked before, but for the first time
            Assert.Equal(last ?? warm, warm);
            var first = SubmitAsync(http, $"key-{kill}");
            await FaultTime.LastAsync(random.Next(60));
            await server.KillAsync();
            var before = await first;
            unanswered += before is null ? 1 : 0;
            (server, client, http) = await bed.ServeAsync("--no-worker");
            var again = await SubmitAsync(http, $"key-{kill}");
            Assert.True(again is not null && (before is null || before == again), $"'{before}' became '{again}'");
            last = again;
            Assert.Equal(kill + 2, (await client.ListAsync("?limit=100", Ct)).Jobs.Count);
            await server.KillAsync();
        }

        return $"{kills} kills, {unanswered} before the answer; asked again with the same key, each job was there once";
    });

    [Fact]
    public Task f27_sqlite_server_killed_at_random() => FaultReport.RunAsync("F27", async () =>
    {
        FaultReport.OnlyAtLength();
        const int Kills = 40;
        const int Items = 4000;
        await using var bed = FaultBed.OnSqlite();
        var random = new Random(27);
        string? id = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            var (server, client, _) = await bed.ServeAsync("--slots", "4");
            id ??= (await FaultBed.SubmitAsync(client, Items, new { millis = 5 })).Id;
            await FaultTime.LastAsync(random.Next(1500));
            await server.KillAsync();
            Assert.Equal("ok", Ask(bed, "PRAGMA integrity_check"));
        }

        var (_, last, _) = await bed.ServeAsync("--slots", "16");
        var job = await FaultBed.FinalAsync(last, id!);
        Assert.Equal((Items, 0), (job.Counts.Completed, job.Counts.Failed));
        Assert.Equal(0L, Ask(
            bed, "SELECT count(*) FROM (SELECT 1 FROM attempt WHERE outcome = 'ended' GROUP BY job_id, lo, gen HAVING count(*) > 1)"));
        return $"{Kills} kills, integrity ok after each; {Items} items, each once";
    });

    [Fact]
    public Task f28_answer_comes_after_the_disk_has_it() => FaultReport.RunAsync("F28", async () =>
    {
        FaultReport.OnlyAtLength();
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed and could not be.");
        await using var bed = FaultBed.OnSqlite();
        var trace = Path.Combine(bed.Folder, "trace");
        string[] way =
        [
            "env", "HEADWAY_TRIALS=1", "strace", "-D", "-f", "-qq", "-s", "64", "-y", "-o", trace,
            "-e", "trace=fdatasync,fsync,pwrite64,sendmsg,sendto,write",
        ];
        var (server, _, http) = await bed.ServeAsAsync(way, "--no-worker");
        const int Submissions = 20;
        for (var no = 0; no < Submissions; no++)
            Assert.NotNull(await SubmitAsync(http, $"key-{no}"));
        server.Signal("TERM");
        await server.ExitAsync();
        var (unsynced, syncs, answers) = (false, 0, 0);
        foreach (var line in await File.ReadAllLinesAsync(trace, Ct))
        {
            if (WalWrite().IsMatch(line))
                unsynced = true;
            else if (WalSync().IsMatch(line))
                (unsynced, syncs) = (false, syncs + 1);
            else if (line.Contains("HTTP/1.1 20", StringComparison.Ordinal))
                Assert.False(++answers > 0 && unsynced, $"an answer left before the log was synced: {line}");
        }

        Assert.Equal(Submissions, answers);
        Assert.True(syncs >= Submissions, $"the log was synced {syncs} times only");
        return string.Create(CultureInfo.InvariantCulture, $"{Submissions} submissions: each answer left after fdatasync of the log");
    });

    private static async Task<string?> SubmitAsync(HttpClient http, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs")
        {
            Content = JsonContent.Create(new JobRequest { Type = "trials.items" }, WireJson.Default.JobRequest),
        };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await http.SendAsync(request, Ct);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
            return (await response.Content.ReadFromJsonAsync(WireJson.Default.JobView, Ct))!.Id;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static object? Ask(FaultBed bed, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(bed.Folder, "data", "headway.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [GeneratedRegex(@"(pwrite64|write)\(\d+<[^>]*headway\.db-wal>")]
    private static partial Regex WalWrite();

    [GeneratedRegex(@"(fdatasync|fsync)(\(\d+<[^>]*headway\.db-wal>| resumed)")]
    private static partial Regex WalSync();
}
