using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headway.Data;
using Headway.Deliveries;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>The pages of the hot path write, row by row, what the shared pages write.</summary>
[Collection("postgres")]
public sealed class HotPathTests
{
    private const int Walks = 25;
    private const int Steps = 24;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private readonly CallNumbers _ids = new();
    private readonly Dictionary<StoreUnderTest, IReadOnlyList<TableShape>> _shapes = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Replay a failure with its seed in HEADWAY_SEED.</summary>
    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task random_calls_leave_the_same_rows_by_the_hot_path_and_by_the_shared_pages(Dialect dialect)
    {
        await using var hot = await OpenAsync(dialect, plain: false);
        await using var plain = await OpenAsync(dialect, plain: true);
        var given = Environment.GetEnvironmentVariable("HEADWAY_SEED");
        var seed = string.IsNullOrEmpty(given) ? Environment.TickCount : int.Parse(given, CultureInfo.InvariantCulture);
        var both = new TwoStores(hot, plain, TimeSpan.Zero);
        for (var walk = 0; walk < Walks; walk++)
        {
            var steps = new RandomWalk(both, _ids, unchecked(seed + walk), $"org{walk}", mostlySimple: true);
            try
            {
                await steps.RunAsync(Steps, Ct);
                await AssertSameRowsAsync(hot, plain);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"HEADWAY_SEED={unchecked(seed + walk)} {string.Join("\n", steps.Log)}\n{e}");
            }
        }
    }

    /// <summary>
    /// Many at once, as under load: groups of submissions, claims of many jobs, ends of many chunks, of several organisations.
    /// </summary>
    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task many_jobs_at_once_leave_the_same_rows_too(Dialect dialect)
    {
        await using var hot = await OpenAsync(dialect, plain: false);
        await using var plain = await OpenAsync(dialect, plain: true);
        var both = new TwoStores(hot, plain, TimeSpan.Zero);
        var listens = new Subscription
        {
            Id = _ids.NextCall(),
            Org = "a",
            Channel = DeliveryChannel.Webhook,
            Target = "https://a.test/",
            Lane = "https://a.test:443",
            Events = [JobStatus.Completed, JobStatus.Cancelled],
        };
        await both.CallAsync(store => AddAsync(store, listens));
        EnqueuedJob[] jobs = [.. Enumerable.Range(0, 240).Select(NewJob)];
        await both.CallAsync(store => store.Store.EnqueueAsync(jobs, Ct));
        await both.CallAsync(store => store.Store.EnqueueAsync(jobs[..50], Ct)); // a submission repeated changes nothing
        var session = new WorkerSession
        {
            Id = _ids.NextCall(),
            Worker = "w",
            Host = "h",
            Version = "1",
            Queues = ["default"],
            Types = ["work"],
        };
        await both.CallAsync(store => store.Store.OpenSessionAsync(session, Lease, Ct));
        foreach (var org in (string[])["a", "b"])
        {
            await both.AdvanceAsync(TimeSpan.FromMilliseconds(5));
            var request = new ClaimRequest(session.Id, _ids.NextCall(), new Lane("default", "work", org), 100, 1);
            var chunks = await both.CallAsync(store => store.Store.ClaimAsync(request, Ct));
            Assert.Equal(100, chunks.Count);
            await both.CallAsync(store => store.Store.ClaimAsync(request, Ct)); // the answer was lost
            await both.CallAsync(store => store.Store.ControlAsync(chunks[3].Key.JobId, JobControl.Cancel, "ann", Ct));
            await both.AdvanceAsync(TimeSpan.FromMilliseconds(5));
            await both.CallAsync(store => store.Store.FinishAsync([.. chunks.Select(Ended)], Ct));
            await both.CallAsync(store => store.Store.FinishAsync([.. chunks.Select(Ended)], Ct)); // and lost again
            await AssertSameRowsAsync(hot, plain);
        }
    }

    private static async ValueTask<bool> AddAsync(StoreUnderTest to, Subscription subscription)
    {
        await ((IDeliveryStore)to.Store).AddSubscriptionAsync(subscription, Ct);
        return true;
    }

    private static async ValueTask<SqlUnderTest> OpenAsync(Dialect dialect, bool plain)
    {
        var under = dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();
        under.Sql.IsPlain = plain;
        return under;
    }

    private EnqueuedJob NewJob(int n) => new(
        _ids.NextJob(),
        new NewJob
        {
            Type = "work",
            Org = n % 2 == 0 ? "a" : "b",
            Config = $$"""{"n":{{n}},"text":"ä \u0000 \"x\""}""",
            Name = n % 3 == 0 ? $"job {n}" : null,
            CreatedBy = n % 5 == 0 ? "ann" : n % 5 == 1 ? "bob" : null,
            Priority = n % 4,
            Labels = n % 7 == 0 ? new Dictionary<string, string> { ["k"] = "v" } : null,
        },
        HasPlan: false, HasFinish: false, Chunk: 1, MaxAttempts: 3);

    /// <summary>Of seven, one fails, one waits for another attempt, one has something follow, and the others complete.</summary>
    private static FinishedChunk Ended(ClaimedChunk chunk, int n)
    {
        var state = (n % 7) switch { 1 => ItemState.Failed, 2 => ItemState.Retrying, _ => ItemState.Completed };
        var outcome = new ItemOutcome
        {
            No = 1,
            State = state,
            Output = n % 2 == 0 && state == ItemState.Completed ? """{"b": 2, "a": [1, null]}""" : null,
            Fault = state == ItemState.Completed ? null
                : new Fault { Class = FaultClass.Transient, Code = "broken", Message = "It broke." },
            RetryIn = state == ItemState.Retrying ? TimeSpan.FromSeconds(3) : TimeSpan.Zero,
        };
        return new FinishedChunk(
            chunk.Key, [outcome], [], n % 7 == 4 ? [new NewItem("next", "{}")] : [], new ChunkUsage(TimeSpan.FromMilliseconds(n)));
    }

    private async Task AssertSameRowsAsync(SqlUnderTest hot, SqlUnderTest plain)
    {
        foreach (var (table, other) in (await ShapesAsync(hot)).Zip(await ShapesAsync(plain)))
        {
            var (rows, others) = (await RowsAsync(hot, table), await RowsAsync(plain, other));
            Assert.True(rows.SequenceEqual(others),
                $"{table.Name} differs:\n  hot path {string.Join("\n    ", rows.Except(others).Take(5))}"
                + $"\n  shared pages {string.Join("\n    ", others.Except(rows).Take(5))}");
        }
    }

    private async ValueTask<IReadOnlyList<TableShape>> ShapesAsync(SqlUnderTest under)
    {
        if (!_shapes.TryGetValue(under, out var shapes))
            _shapes[under] = shapes = [.. (await TableShape.ReadAsync(under.Database, Ct)).Where(shape => shape.Name != "migration")];
        return shapes;
    }

    private static ValueTask<List<string>> RowsAsync(SqlUnderTest under, TableShape shape) => under.Database.ReadAsync(
        async (session, ct) =>
        {
            var rows = new List<string>();
            await new TableRows(shape, under.Database.Dialect).ReadAsync(
                session, null, null, int.MaxValue, row => rows.AddRange(Plain(shape, Encoding.UTF8.GetString(row.Span))), ct);
            if (shape.Name == "job_move")
                rows = [.. Summed(rows)];
            rows.Sort(StringComparer.Ordinal);
            return rows;
        }, Ct);

    /// <summary>Into how many moves jobs are counted is open: what they come to is not.</summary>
    private static IEnumerable<string> Summed(IEnumerable<string> moves) => moves.Select(move => JsonNode.Parse(move)!)
        .GroupBy(move => $"{move["org"]} {move["type"]} {move["status"]}", move => move["n"]!.GetValue<long>())
        .Where(place => place.Sum() != 0).Select(place => $"{place.Key} {place.Sum()}");

    /// <summary>
    /// Into how many events a commit goes, and how they and deliveries are numbered, is open: what they tell of each job is not.
    /// </summary>
    private static IEnumerable<string> Plain(TableShape shape, string row)
    {
        var columns = JsonNode.Parse(row)!.AsObject();
        if (shape.Name is "event" or "delivery")
            columns.Remove("id");
        columns.Remove("event_id");
        if (columns["jobs"] is not { } jobs)
            return [columns.ToJsonString()];
        columns.Remove("jobs");
        return jobs.GetValue<string>().Split(' ').Select(job => $"{columns.ToJsonString()} {job}");
    }
}
