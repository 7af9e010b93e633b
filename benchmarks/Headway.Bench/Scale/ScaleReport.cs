using System.Globalization;
using Headway.Model;
using Headway.Sim.Postgres;

namespace Headway.Bench.Scale;

/// <summary>What a claim and a person's verbs cost with a thousand jobs in the way, and with a million.</summary>
internal static class ScaleReport
{
    private const int Calls = 300;
    private const int Few = 1_000;
    private const double MostOfFew = 1.5;
    private static int _missed;

    /// <param name="words">How many is many; nothing for 1,000,000.</param>
    public static async Task<int> RunAsync(string[] words)
    {
        var ct = CancellationToken.None;
        var many = words.Length > 0 ? int.Parse(words[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("headway-scale-").FullName;
        try
        {
            Console.WriteLine($"{Report.Machine()}; few is {Few:N0}, many {many:N0}; {Calls} calls each, in turn; durable settings");
            Console.WriteLine("A claim is to take at most 1.5 times as long, p50 and p95; a verb at most 10 ms, 50 ms under load.");
            Console.WriteLine($"| {"store",-10} | {"what",-44} | few p50 | few p95 | many p50 | many p95 | p50 × | p95 × |        |");
            Console.WriteLine(
                $"|{new string('-', 12)}|{new string('-', 46)}|--------:|--------:|---------:|---------:|------:|------:|--------|");
            await MeasureAsync("SQLite", name => new(Path.Combine(folder, $"{name}.db")), many, ct);
            using var server = await PostgresServer.StartAsync(Report.ServerSettings);
            await MeasureAsync("PostgreSQL", async _ => server.ConnectTo(await server.CreateAsync()), many, ct);
            Console.WriteLine($"{(_missed == 0 ? "every bar is reached" : $"{_missed} bars are missed")}; load after {Report.Load()}");
            return _missed == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, Func<string, ValueTask<string>> place, int many, CancellationToken ct)
    {
        await ClaimsAsync(name, place, "claim, jobs wait in the lane", (store, count) => store.FillAsync(count + Few, ct), many, ct);
        await ClaimsAsync(name, place, "claim, jobs wait behind a paused type",
            (store, count) => store.FillHeldAsync(count, 2 * Few, ct), many, ct);
        await ClaimsAsync(name, place, "claim, jobs wait of a user at the limit",
            (store, count) => store.FillCappedAsync(count, 2 * Few, ct), many, ct);
        await using var store = await ScaleStore.OpenAsync(await place("verbs"), ct);
        await store.FillAsync(Few, ct);
        var (one, large) = (await store.AddAsync(1, ct), await store.AddAsync(many, ct));
        await VerbsAsync(name, "", store, one, large, most: 10, ct);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var load = LoadAsync(store.Drain, enough.Token);
        await VerbsAsync(name, ", under load", store, one, large, most: 50, ct);
        await enough.CancelAsync();
        await load;
    }

    private static async Task ClaimsAsync(
        string name, Func<string, ValueTask<string>> place, string what, Func<ScaleStore, int, Task> fill, int many, CancellationToken ct)
    {
        await using var few = await ScaleStore.OpenAsync(await place(Guid.NewGuid().ToString("n")), ct);
        await using var all = await ScaleStore.OpenAsync(await place(Guid.NewGuid().ToString("n")), ct);
        await fill(few, Few);
        await fill(all, many);
        var (times, others) = (new List<double>(), new List<double>());
        for (var i = -20; i < Calls; i++) // the first are for plans and caches
        {
            var (a, b) = (await few.ClaimAsync(ct), await all.ClaimAsync(ct));
            if (i >= 0)
                (times, others) = ([.. times, a.TotalMilliseconds], [.. others, b.TotalMilliseconds]);
        }

        Print(name, what, times, others, (x, y) => y <= MostOfFew * x);
    }

    private static async Task VerbsAsync(
        string name, string when, ScaleStore store, JobId one, JobId large, double most, CancellationToken ct)
    {
        (string Verb, Func<JobId, int, Task> Act)[] verbs =
        [
            ("pause", async (id, _) => await store.Jobs.ControlAsync(id, JobControl.Pause, "ann", ct)),
            ("resume", async (id, _) => await store.Jobs.ControlAsync(id, JobControl.Run, "ann", ct)),
            ("reprioritise", async (id, i) => await store.Jobs.ReprioritiseAsync(id, i % 2 + 1, "ann", ct)),
            ("cancel", async (id, _) => await store.Jobs.ControlAsync(id, JobControl.Cancel, "ann", ct)),
            ("restart", async (id, _) => await store.Jobs.RestartAsync(id, "ann", ct)),
        ];
        var times = verbs.Select(_ => (One: new List<double>(), Large: new List<double>())).ToList();
        for (var i = -5; i < Calls / verbs.Length; i++)
        {
            foreach (var (at, (_, act)) in verbs.Index())
            {
                var (a, b) = (await TimeAsync(() => act(one, i)), await TimeAsync(() => act(large, i)));
                if (i < 0)
                    continue;
                times[at].One.Add(a);
                times[at].Large.Add(b);
            }
        }

        foreach (var (at, (verb, _)) in verbs.Index())
            Print(name, $"{verb}, 1 item and many{when}", times[at].One, times[at].Large, (_, y) => y <= most);
    }

    /// <summary>Submits, claims and ends simple jobs, hundreds at a time, until told to stop.</summary>
    private static async Task LoadAsync(Jobs jobs, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await jobs.EnqueueAsync(500, CancellationToken.None);
            await jobs.DrainAsync(500, CancellationToken.None);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var start = TimeProvider.System.GetTimestamp();
        await act();
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Print(string name, string what, List<double> few, List<double> many, Func<double, double, bool> isGood)
    {
        few.Sort();
        many.Sort();
        var (p50, p95) = (few[few.Count / 2], few[few.Count * 95 / 100]);
        var (all50, all95) = (many[many.Count / 2], many[many.Count * 95 / 100]);
        var good = isGood(p50, all50) && isGood(p95, all95);
        _missed += good ? 0 : 1;
        Console.WriteLine(
            $"| {name,-10} | {what,-44} | {p50,7:0.00} | {p95,7:0.00} | {all50,8:0.00} | {all95,8:0.00} | {all50 / p50,5:0.00} | "
            + $"{all95 / p95,5:0.00} | {(good ? "" : "missed"),-6} |");
    }
}
