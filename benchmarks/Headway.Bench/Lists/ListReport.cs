using System.Globalization;
using Headway.Data;
using Headway.Model;
using Headway.Search;
using Headway.Sim.Postgres;
using Headway.Store;

namespace Headway.Bench.Lists;

/// <summary>How long a reader waits for what screens show, with a million jobs and ten million attempts in the store.</summary>
internal static class ListReport
{
    private const int Calls = 60;
    private const double Most = 50; // ms

    /// <param name="words">How many jobs, and attempts of each; nothing for 1,000,000 and 10.</param>
    public static async Task<int> RunAsync(string[] words)
    {
        var ct = CancellationToken.None;
        var jobs = words.Length > 0 ? long.Parse(words[0], CultureInfo.InvariantCulture) : 1_000_000;
        var attempts = words.Length > 1 ? long.Parse(words[1], CultureInfo.InvariantCulture) : 10;
        var kept = Directory.CreateDirectory(Path.Combine("artifacts", "lists")).FullName;
        Console.WriteLine($"{Report.Machine()}; {jobs:N0} jobs, {attempts} attempts each; {Calls} calls, load {Report.Load()}");
        Console.WriteLine($"| {"store",-10} | {"what",-34} | {"p50 ms",8} | {"p95 ms",8} |");
        Console.WriteLine($"|{new string('-', 12)}|{new string('-', 36)}|{new string('-', 9)}:|{new string('-', 9)}:|");
        var slow = await MeasureAsync("SQLite", Path.Combine(kept, $"{jobs}x{attempts}.db"), jobs, attempts, ct);
        using var server = await PostgresServer.StartAsync([.. Report.ServerSettings, "fsync=off"]); // reading needs no disk
        slow += await MeasureAsync("PostgreSQL", server.ConnectTo(await server.CreateAsync()), jobs, attempts, ct);
        Console.WriteLine(slow == 0 ? $"every p95 is at most {Most} ms" : $"{slow} are slower than {Most} ms; load {Report.Load()}");
        return slow == 0 ? 0 : 1;
    }

    private static async Task<int> MeasureAsync(string name, string connection, long jobs, long attempts, CancellationToken ct)
    {
        await using var store = await SqlJobStore.OpenAsync(connection, new DatabaseOptions(), ct);
        await new ListSeed(store, jobs, attempts).FillAsync(ct);
        var now = await store.NowAsync(ct);
        var middle = (await store.ListJobsAsync(new JobFilter { To = now.AddDays(-15) }, new PageRequest(20), ct)).Rows[0].Id;
        var slow = 0;
        foreach (var (what, call) in Reads(store, now, middle, ct))
        {
            var times = new List<double>(Calls);
            for (var i = 0; i < Calls; i++)
            {
                var start = TimeProvider.System.GetTimestamp();
                await call();
                times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            var p95 = times[Calls * 95 / 100];
            slow += p95 > Most ? 1 : 0;
            Console.WriteLine($"| {name,-10} | {what,-34} | {times[Calls / 2],8:0.00} | {p95,8:0.00} |");
        }

        return slow;
    }

    private static IEnumerable<(string What, Func<Task> Call)> Reads(SqlJobStore store, DateTimeOffset now, JobId middle,
        CancellationToken ct)
    {
        yield return ("first page", () => ListAsync(new JobFilter()));
        yield return ("page in the middle", () => ListAsync(new JobFilter(), middle.ToString()));
        yield return ("one organisation", () => ListAsync(new JobFilter { Org = "org-9" }));
        yield return ("one type", () => ListAsync(new JobFilter { Types = ["type-3"] }));
        yield return ("a type there is none of", () => ListAsync(new JobFilter { Types = ["other"] }));
        foreach (var status in (JobStatus[])[JobStatus.Queued, JobStatus.Running, JobStatus.Paused, JobStatus.Failed, JobStatus.Completed])
            yield return ($"status {status.ToString().ToLowerInvariant()}", () => ListAsync(new JobFilter { Statuses = [status] }));
        yield return ("status scheduled, of which are none", () => ListAsync(new JobFilter { Statuses = [JobStatus.Scheduled] }));
        yield return ("failed of one type", () => ListAsync(new JobFilter { Statuses = [JobStatus.Failed], Types = ["type-3"] }));
        yield return ("source webhook", () => ListAsync(new JobFilter { Sources = [JobSource.Webhook] }));
        yield return ("part of a name", () => ListAsync(new JobFilter { Search = "batch 9999" }));
        yield return ("part of no name", () => ListAsync(new JobFilter { Search = "nothing" }));
        yield return ("a config there is none of", () => ListAsync(
            new JobFilter { Config = [new ConfigTerm(["limit"], Comparison.Greater, ["500"])] }));
        yield return ("text in name, id or user, of none", () => ListAsync(new JobFilter { Words = ["nothing"] }));
        yield return ("types with a wildcard, oldest first", () => ListAsync(new JobFilter { Types = ["*-3"], Sort = JobSort.Oldest }));
        yield return ("by status", () => ListAsync(new JobFilter { Sort = JobSort.Status }));
        yield return ("by progress", () => ListAsync(new JobFilter { Sort = JobSort.ProgressDown }));
        yield return ("a day two weeks ago", () => ListAsync(new JobFilter { From = now.AddDays(-15), To = now.AddDays(-14) }));
        yield return ("jump to an id", () => ListAsync(new JobFilter { Search = middle.ToString() }));
        yield return ("one job", async () => await store.GetJobAsync(middle, ct));
        yield return ("attempts of an item", async () => await store.ListAttemptsAsync(middle, 5, ct));
        yield return ("jobs by status", async () => await store.CountJobsAsync(null, ct));
        foreach (var (word, length, minutes) in (ValueTuple<string, TimeSpan, int>[])
            [("1h", TimeSpan.FromHours(1), 1), ("24h", TimeSpan.FromDays(1), 15), ("30d", TimeSpan.FromDays(30), 360)])
        {
            yield return ($"chart of {word}",
                async () => await store.ThroughputAsync(null, now - length, TimeSpan.FromMinutes(minutes), ct));
            yield return ($"percentiles of {word} by type",
                async () => await store.ReadStatsAsync(new StatsQuery(now - length, StatsGrouping.Type), ct));
        }

        async Task ListAsync(JobFilter filter, string? after = null) => await store.ListJobsAsync(filter, new PageRequest(20, after), ct);
    }
}
