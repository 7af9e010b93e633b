using System.Data.Common;
using Headway.Data;
using Headway.Model;
using Headway.Stats;

namespace Headway.Store;

/// <summary>
/// Chunks that look like the whole of a simple job that completed: one row of the job, no item, no span, no fault, nothing that follows.
/// The statements pass over what only looks like it.
/// </summary>
internal sealed class SimpleEnds
{
    private readonly IReadOnlyList<FinishedChunk> _chunks;
    private readonly int[] _n;
    private readonly Guid[] _jobs;
    private readonly Guid[] _calls;
    private readonly string?[] _outputs;
    private readonly long[] _busy;
    private readonly int[] _buckets;
    private readonly long?[] _waited;
    private readonly int[] _waitBuckets;
    private readonly long[] _cpu;
    private readonly long[] _memory;
    private readonly long[] _bytes;

    private SimpleEnds(IReadOnlyList<FinishedChunk> chunks, int[] n)
    {
        (_chunks, _n) = (chunks, n);
        _jobs = [.. n.Select(i => chunks[i].Key.JobId.Value)];
        _calls = [.. n.Select(i => chunks[i].Key.Call)];
        _outputs = [.. n.Select(i => JsonRows.Clean(chunks[i].Outcomes[0].Output))];
        _busy = [.. n.Select(i => Micros.Of(chunks[i].Usage.Busy))];
        _buckets = [.. n.Select(i => DurationHistogram.BucketOf(chunks[i].Usage.Busy))];
        _waited = [.. n.Select(i => chunks[i].Usage.Waited is { } waited ? Micros.Of(waited) : (long?)null)];
        _waitBuckets = [.. n.Select(i => chunks[i].Usage.Waited is { } waited ? DurationHistogram.BucketOf(waited) : 0)];
        _cpu = [.. n.Select(i => Micros.Of(chunks[i].Usage.Metered.Cpu))];
        _memory = [.. n.Select(i => chunks[i].Usage.Metered.PeakMemoryBytes)];
        _bytes = [.. n.Select(i => chunks[i].Usage.Metered.StoredBytes)];
    }

    public int Count => _n.Length;

    /// <summary>None of them is to be ended as one.</summary>
    public static SimpleEnds None(IReadOnlyList<FinishedChunk> chunks) => new(chunks, []);

    /// <summary>
    /// Those among <paramref name="chunks"/>; none where one of all has effects or children: those commit together or not at all.
    /// </summary>
    public static SimpleEnds Among(IReadOnlyList<FinishedChunk> chunks)
    {
        var found = new List<int>(chunks.Count);
        for (var i = 0; i < chunks.Count; i++)
        {
            if (IsMore(chunks[i]))
                return None(chunks);
            if (chunks[i] is { Key: { Lo: 1, Hi: 1 }, Outcomes: [{ State: ItemState.Completed, Fault: null }], FollowUps.Count: 0 })
                found.Add(i);
        }

        return new SimpleEnds(chunks, [.. found]);
    }

    /// <summary>Whether more than outcomes commit with a chunk.</summary>
    public static bool IsMore(FinishedChunk chunk) => chunk.Effects.Count > 0 || chunk.Children.Count > 0;

    /// <summary>Records them where they are what they look like.</summary>
    /// <param name="session">A transaction, or a command of its own on PostgreSQL.</param>
    /// <param name="book">Where the statements are.</param>
    /// <param name="answers">Set for each chunk that was recorded or refused; those not set are still to be looked at.</param>
    /// <param name="ct">Cancels.</param>
    public ValueTask RecordAsync(DbSession session, Book book, bool?[] answers, CancellationToken ct) =>
        session.Dialect == Dialect.Postgres ? RecordThereAsync(session, book, answers, ct) : RecordHereAsync(session, book, answers, ct);

    private async ValueTask RecordThereAsync(DbSession session, Book book, bool?[] answers, CancellationToken ct)
    {
        Arg[] args =
        [
            Arg.Column("n", _n), Arg.Column("job", _jobs), Arg.Column("call", _calls), Arg.Column("output", _outputs),
            Arg.Column("busy", _busy), Arg.Column("bucket", _buckets), Arg.Column("waited", _waited),
            Arg.Column("wait_bucket", _waitBuckets), Arg.Column("cpu", _cpu), Arg.Column("memory", _memory), Arg.Column("bytes", _bytes),
            Arg.Column("lo", [.. _n.Select(_ => 1)]),
        ];
        await session.SendAsync([book["EndSimple"]], args, (_, row) => answers[row.GetInt32(0)] = row.GetString(1) != "final", ct);
    }

    private async ValueTask RecordHereAsync(DbSession session, Book book, bool?[] answers, CancellationToken ct)
    {
        var claims = new List<Claim>(Count);
        Arg[] keys = [Arg.Column("n", _n), Arg.Column("job", _jobs), Arg.Column("call", _calls)];
        await session.SendAsync([book["EndSimpleFacts"]], keys, (_, row) => claims.Add(ReadClaim(row)), ct);
        if (claims.Count == 0)
            return;
        var place = _n.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        int[] at = [.. claims.Select(claim => place[claim.N])];
        foreach (var claim in claims)
            answers[claim.N] = claim.Stands;
        var now = claims[0].Now;
        Arg[] ended =
        [
            Arg.Column("job", [.. claims.Select(claim => claim.Job)]), Arg.Column("gen", [.. claims.Select(claim => claim.Generation)]),
            Arg.Column("number", [.. claims.Select(claim => claim.Number)]),
            Arg.Column("worker", [.. claims.Select(claim => claim.Worker)]),
            Arg.Column("outcome", [.. claims.Select(claim => claim.Stands ? "ended" : "cancelled")]),
            Arg.Column("taken", [.. claims.Select(claim => claim.TakenAt)]), Arg.Of("now", now), .. MeteredAt(at),
        ];
        await session.SendAsync([book["EndSimpleClaims"]], ended, null, ct);
        await session.SendAsync([book["EndSimpleRollup"]], Counted(claims, at, now), null, ct);
        var standing = claims.Index().Where(claim => claim.Item.Stands).Select(claim => claim.Index).ToList();
        if (standing.Count > 0)
            await SettleHereAsync(session, book, [.. standing.Select(i => claims[i])], [.. standing.Select(i => at[i])], now, ct);
    }

    private async ValueTask SettleHereAsync(
        DbSession session, Book book, List<Claim> claims, int[] at, long now, CancellationToken ct)
    {
        var changes = new JobChanges();
        foreach (var claim in claims)
            changes.Add(claim.Org, claim.Job, claim.Seq + 1);
        Arg[] jobs =
        [
            Arg.Column("job", [.. claims.Select(claim => claim.Job)]), Arg.Of("now", now),
            Arg.Column("output", [.. at.Select(i => _outputs[i])]), .. MeteredAt(at),
        ];
        await session.SendAsync([book["SimpleEvent"]], changes.Args("finished", now), null, ct);
        await session.SendAsync([book["EndSimpleJobs"]], jobs, null, ct);
    }

    private Arg[] MeteredAt(int[] at) =>
    [
        Arg.Column("cpu", [.. at.Select(i => _cpu[i])]), Arg.Column("memory", [.. at.Select(i => _memory[i])]),
        Arg.Column("bytes", [.. at.Select(i => _bytes[i])]),
    ];

    /// <summary>Rows of statistics: of every claim the bucket of its run time, and, of a job's first, the one of its wait.</summary>
    private Arg[] Counted(List<Claim> claims, int[] at, long now)
    {
        var sums = new Dictionary<(string Org, string Type, string Queue, Guid Session, int Bucket), Sum>();
        for (var i = 0; i < at.Length; i++)
        {
            var (claim, n) = (claims[i], at[i]);
            var key = (claim.Org, claim.Type, claim.Queue, claim.Session, _buckets[n]);
            sums[key] = sums.GetValueOrDefault(key).With(claim.Stands, _busy[n], _cpu[n], _memory[n], _bytes[n]);
            if (_waited[n] is not { } waited)
                continue;
            var wait = key with { Item5 = _waitBuckets[n] };
            var sum = sums.GetValueOrDefault(wait);
            sums[wait] = sum with { Waits = sum.Waits + 1, Waited = sum.Waited + waited };
        }

        return
        [
            Arg.Of("now", now), Arg.Column("org", [.. sums.Keys.Select(key => key.Org)]),
            Arg.Column("type", [.. sums.Keys.Select(key => key.Type)]), Arg.Column("queue", [.. sums.Keys.Select(key => key.Queue)]),
            Arg.Column("session", [.. sums.Keys.Select(key => key.Session)]),
            Arg.Column("bucket", [.. sums.Keys.Select(key => key.Bucket)]),
            Arg.Column("done", [.. sums.Values.Select(sum => sum.Done)]),
            Arg.Column("cancelled", [.. sums.Values.Select(sum => sum.Cancelled)]),
            Arg.Column("busy", [.. sums.Values.Select(sum => sum.Busy)]), Arg.Column("waits", [.. sums.Values.Select(sum => sum.Waits)]),
            Arg.Column("waited", [.. sums.Values.Select(sum => sum.Waited)]), Arg.Column("cpu", [.. sums.Values.Select(sum => sum.Cpu)]),
            Arg.Column("memory", [.. sums.Values.Select(sum => sum.Memory)]),
            Arg.Column("bytes", [.. sums.Values.Select(sum => sum.Bytes)]),
        ];
    }

    private static Claim ReadClaim(DbDataReader row) => new(
        row.GetInt32(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5) != "final", row.GetInt64(6),
        row.GetGuid(7), row.GetString(8), row.GetInt32(9), row.GetInt32(10), row.GetInt64(11), row.GetInt64(12));

    private sealed record Claim(
        int N, Guid Job, string Org, string Type, string Queue, bool Stands, long Seq, Guid Session, string Worker, int Generation,
        int Number, long TakenAt, long Now);

    private readonly record struct Sum(
        long Done, long Cancelled, long Busy, long Waits, long Waited, long Cpu, long Memory, long Bytes)
    {
        public Sum With(bool stands, long busy, long cpu, long memory, long bytes) => this with
        {
            Done = Done + (stands ? 1 : 0),
            Cancelled = Cancelled + (stands ? 0 : 1),
            Busy = Busy + busy,
            Cpu = Cpu + cpu,
            Memory = Math.Max(Memory, memory),
            Bytes = Bytes + bytes,
        };
    }
}
