using Headway.Data;
using Headway.Model;
using Headway.Store;

namespace Headway.Bench;

/// <summary>One database, Headway and the floor on it, round after round in turn, so that both see the same machine.</summary>
internal sealed class Contest(string name, string floorConnection, string jobsConnection)
{
    private const int Batch = 500;
    private const int Producers = 8;
    private const int Workers = 2;
    private const int Fill = 10_000;
    private const int SingleFill = 3_000;
    private readonly Dictionary<string, List<double>> _rates = [];

    /// <summary>Runs all rounds and gives the rows of the table.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(int rounds, CancellationToken ct)
    {
        await using var floorDatabase = await Database.OpenAsync(floorConnection, new DatabaseOptions(), ct);
        await new Migrator(floorDatabase, TimeProvider.System).RunAsync("floor", typeof(Contest).Assembly, ct);
        await using var store = await SqlJobStore.OpenAsync(jobsConnection, new DatabaseOptions(), ct);
        var ids = new IdSource(TimeProvider.System);
        var session = ids.NewGuid();
        await store.OpenSessionAsync(
            new WorkerSession { Id = session, Worker = "bench", Host = "bench", Version = "1", Queues = ["bench"], Types = ["bench"] },
                TimeSpan.FromHours(1), ct);
        var floor = new Floor(floorDatabase);
        var jobs = new Jobs(store, ids, session, 0, new Lane("bench", "job", Orgs.Default));
        var items = new Jobs(store, ids, session, 50, new Lane("bench", "items", Orgs.Default));
        for (var round = 0; round <= rounds; round++)
        {
            if (round == 1)
                _rates.Clear(); // the first round warmed up
            await RoundAsync("floor", floor, ct);
            await RoundAsync("jobs", jobs, ct);
            await items.EnqueueAsync(5 * Fill, ct);
            Add("items drain", (await Measure.DrainAsync(items, Workers, Batch, ct)).Both);
            while ((await items.DrainAsync(Batch, ct)).Count > 0)
                ct.ThrowIfCancellationRequested();
        }

        return [.. Table()];
    }

    private async Task RoundAsync(string who, IRival rival, CancellationToken ct)
    {
        Add($"{who} enqueue 1", await Measure.EnqueueAsync(rival, Producers, 1, ct));
        Add($"{who} enqueue batch", await Measure.EnqueueAsync(rival, 1, Batch, ct));
        await EmptyAsync(rival, ct);
        for (var i = 0; i < SingleFill / Batch; i++)
            await rival.EnqueueAsync(Batch, ct);
        Add($"{who} drain 1", (await Measure.DrainAsync(rival, Workers, 1, ct)).Both);
        await EmptyAsync(rival, ct);
        for (var i = 0; i < Fill / Batch; i++)
            await rival.EnqueueAsync(Batch, ct);
        var (both, claims, finishes) = await Measure.DrainAsync(rival, Workers, Batch, ct);
        Add($"{who} drain batch", both);
        Add($"{who} claims", claims);
        Add($"{who} finishes", finishes);
        await EmptyAsync(rival, ct);
    }

    private static async Task EmptyAsync(IRival rival, CancellationToken ct)
    {
        while ((await rival.DrainAsync(Batch, ct)).Count > 0)
            ct.ThrowIfCancellationRequested();
    }

    private void Add(string key, double rate)
    {
        if (!_rates.TryGetValue(key, out var rates))
            _rates[key] = rates = [];
        rates.Add(rate);
    }

    private IEnumerable<string> Table()
    {
        yield return Row($"enqueue, 1 a call, {Producers} producers", "enqueue 1");
        yield return Row($"enqueue, {Batch} a call, 1 producer", "enqueue batch");
        yield return Row($"claim 1 + finish 1, {Workers} workers", "drain 1");
        yield return Row($"claim {Batch} + finish {Batch}, {Workers} workers", "drain batch");
        yield return Row($"  of that, claims", "claims");
        yield return Row($"  of that, completions", "finishes");
        yield return Line($"items of one job, chunk 50, {Batch} a call", Measure.Median(_rates["items drain"]),
            Measure.Median(_rates["floor drain batch"]));
    }

    private string Row(string what, string key) =>
        Line(what, Measure.Median(_rates[$"jobs {key}"]), Measure.Median(_rates[$"floor {key}"]));

    private string Line(string what, double jobs, double floor) =>
        $"| {name,-10} | {what,-40} | {jobs,9:N0} | {floor,9:N0} | {jobs / floor,5:0.00} |";
}
