using System.Data.Common;
using Headway.Data;
using Headway.Model;

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

    private SimpleEnds(IReadOnlyList<FinishedChunk> chunks, int[] n)
    {
        (_chunks, _n) = (chunks, n);
        _jobs = [.. n.Select(i => chunks[i].Key.JobId.Value)];
        _calls = [.. n.Select(i => chunks[i].Key.Call)];
        _outputs = [.. n.Select(i => JsonRows.Clean(chunks[i].Outcomes[0].Output))];
        _busy = [.. n.Select(i => Micros.Of(chunks[i].Usage.Busy))];
    }

    public int Count => _n.Length;

    /// <summary>None of them is to be ended as one.</summary>
    public static SimpleEnds None(IReadOnlyList<FinishedChunk> chunks) => new(chunks, []);

    /// <summary>Those among <paramref name="chunks"/>; none where one of all has effects: those commit together or not at all.</summary>
    public static SimpleEnds Among(IReadOnlyList<FinishedChunk> chunks)
    {
        var found = new List<int>(chunks.Count);
        for (var i = 0; i < chunks.Count; i++)
        {
            if (chunks[i].Effects.Count > 0)
                return None(chunks);
            if (chunks[i] is { Key: { Lo: 1, Hi: 1 }, Outcomes: [{ State: ItemState.Completed, Fault: null }], FollowUps.Count: 0 })
                found.Add(i);
        }

        return new SimpleEnds(chunks, [.. found]);
    }

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
            Arg.Column("busy", _busy), Arg.Column("lo", [.. _n.Select(_ => 1)]),
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
        foreach (var claim in claims)
            answers[claim.N] = claim.Stands;
        var now = claims[0].Now;
        Arg[] ended =
        [
            Arg.Column("job", [.. claims.Select(claim => claim.Job)]), Arg.Column("gen", [.. claims.Select(claim => claim.Generation)]),
            Arg.Column("number", [.. claims.Select(claim => claim.Number)]),
            Arg.Column("worker", [.. claims.Select(claim => claim.Worker)]),
            Arg.Column("outcome", [.. claims.Select(claim => claim.Stands ? "ended" : "cancelled")]),
            Arg.Column("taken", [.. claims.Select(claim => claim.TakenAt)]), Arg.Of("now", now),
        ];
        await session.SendAsync([book["EndSimpleClaims"]], ended, null, ct);
        claims.RemoveAll(claim => !claim.Stands);
        if (claims.Count > 0)
            await SettleHereAsync(session, book, claims, now, ct);
    }

    private async ValueTask SettleHereAsync(DbSession session, Book book, List<Claim> claims, long now, CancellationToken ct)
    {
        var place = _n.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var changes = new JobChanges();
        var counted = new Dictionary<(string Org, string Type, Guid Session), (long Done, long Busy)>();
        foreach (var claim in claims)
        {
            changes.Add(claim.Org, claim.Job, claim.Seq + 1);
            var (done, busy) = counted.GetValueOrDefault((claim.Org, claim.Type, claim.Session));
            counted[(claim.Org, claim.Type, claim.Session)] = (done + 1, busy + _busy[place[claim.N]]);
        }

        Arg[] jobs =
        [
            Arg.Column("job", [.. claims.Select(claim => claim.Job)]), Arg.Of("now", now),
            Arg.Column("output", [.. claims.Select(claim => _outputs[place[claim.N]])]),
        ];
        Arg[] rollup =
        [
            Arg.Column("org", [.. counted.Keys.Select(key => key.Org)]), Arg.Column("type", [.. counted.Keys.Select(key => key.Type)]),
            Arg.Column("session", [.. counted.Keys.Select(key => key.Session)]), Arg.Of("now", now),
            Arg.Column("done", [.. counted.Values.Select(value => value.Done)]),
            Arg.Column("busy", [.. counted.Values.Select(value => value.Busy)]),
        ];
        await session.SendAsync([book["EndSimpleRollup"]], rollup, null, ct);
        await session.SendAsync([book["SimpleEvent"]], changes.Args("finished", now), null, ct);
        await session.SendAsync([book["EndSimpleJobs"]], jobs, null, ct);
    }

    private static Claim ReadClaim(DbDataReader row) => new(
        row.GetInt32(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4) != "final", row.GetInt64(5), row.GetGuid(6),
        row.GetString(7), row.GetInt32(8), row.GetInt32(9), row.GetInt64(10), row.GetInt64(11));

    private sealed record Claim(
        int N, Guid Job, string Org, string Type, bool Stands, long Seq, Guid Session, string Worker, int Generation, int Number,
        long TakenAt, long Now);
}
