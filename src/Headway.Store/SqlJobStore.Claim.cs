using System.Collections.Concurrent;
using System.Data.Common;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Taking work.</summary>
public sealed partial class SqlJobStore
{
    private static readonly string[] ClaimPages =
        ["ClaimEvent", "ClaimJobs", "ClaimSpans", "ClaimedChunks", "ClaimedItems"];

    /// <summary>Types whose last claim gave jobs with items: their items are read along with the next one.</summary>
    private readonly ConcurrentDictionary<string, bool> _haveItems = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Lane>> LanesAsync(IReadOnlyList<string> queues, CancellationToken ct) =>
        await ListAsync(_book["Lanes"], [Arg.Json("queues", JsonRows.List(queues))], ReadLane, ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(ClaimRequest request, CancellationToken ct)
    {
        Arg[] args =
        [
            Arg.Of("session", request.Session), Arg.Of("call", request.Call), Arg.Of("queue", request.Lane.Queue),
                Arg.Of("type", request.Lane.Type),
            Arg.Of("org", request.Lane.Org), Arg.Of("max", request.MaxChunks),
                Arg.Of("each", Math.Min(request.MaxChunks, request.MaxChunksPerJob)),
        ];
        if (_limited)
            return await ClaimLimitedAsync(args, request, ct);
        var claimed = _database.Dialect == Dialect.Sqlite && !IsPlain
            ? await WriteAsync((session, token) => ClaimHereAsync(session, args, request, token), ct)
            : await ClaimThereAsync(args, request, ct);
        if (claimed.Count > 0)
            _hints.Changed();
        return claimed;
    }

    /// <summary>On PostgreSQL: one statement; the items of what it took come with it, or behind it where none were expected.</summary>
    private async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimThereAsync(Arg[] args, ClaimRequest request, CancellationToken ct)
    {
        var guess = _haveItems.GetValueOrDefault(request.Lane.Type);
        List<Statement> pages = IsPlain ? [FreeClaim, .. Pages(ClaimPages)]
            : guess ? Pages("ClaimAtOnce", "ClaimedItems") : Pages("ClaimAtOnce");
        var claimed = await ClaimAsync(pages, firstSets: 0, args, request, ct);
        // Locked jobs were skipped. Where that was all there was, wait for one: else the finishes of one busy job hide it from a claimer
        // for ever.
        if (claimed.Chunks.Count == 0 && await LaneIsOpenAsync(args, ct))
            claimed = await ClaimAsync([_book["LockFirstOfLane"], .. pages], firstSets: 1, args, request, ct);
        if (claimed.Chunks.Count > 0 && guess != claimed.HaveItems)
            _haveItems[request.Lane.Type] = claimed.HaveItems;
        if (claimed.HaveItems && !guess && !IsPlain)
        {
            await ReadAsync((session, token) =>
                session.SendAsync([_book["ClaimedItems"]], args, (_, row) => claimed.AddItem(row), token), ct);
        }

        return claimed.WithItems();
    }

    private async ValueTask<Claimed> ClaimAsync(
        List<Statement> statements, int firstSets, Arg[] args, ClaimRequest request, CancellationToken ct,
        Action<int, DbDataReader>? before = null)
    {
        var claimed = new Claimed(request);
        await CommandAsync((session, token) =>
        {
            claimed.Clear();
            return session.SendAsync(statements, args, (set, row) =>
            {
                if (set < firstSets)
                    before?.Invoke(set, row);
                else if (set == firstSets)
                    claimed.AddChunk(row);
                else
                    claimed.AddItem(row);
            }, token);
        }, ct);
        return claimed;
    }

    /// <summary>The shared page; takes nothing where there are limits that this process has not heard of.</summary>
    private Statement FreeClaim => _book["ClaimChunks"].With("unlimited");

    private async ValueTask<bool> LaneIsOpenAsync(Arg[] args, CancellationToken ct)
    {
        var open = await ListAsync(_book["LaneIsOpen"], args, row => row.GetBoolean(0), ct);
        if (open.Contains(true))
            Limit(true);
        return open.Count > 0;
    }

    private Lane ReadLane(DbDataReader row)
    {
        Limit(row.GetBoolean(4));
        return new Lane(row.GetString(0), row.GetString(1), row.GetString(2)) { Priority = row.GetInt32(3) };
    }

    /// <summary>
    /// On SQLite, inside the writer's turn: nothing changes between reading and writing, so simple jobs are read, then written row by row.
    /// Where other jobs are among them, the shared pages do all of it.
    /// </summary>
    private async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimHereAsync(
        DbSession session, Arg[] args, ClaimRequest request, CancellationToken ct)
    {
        var (alive, held, now) = await session.FirstAsync(_book["ClaimFacts"], args, row =>
            (Alive: row.GetInt64(0) > 0, Held: row.GetInt64(1), Now: row.GetInt64(2)), ct);
        if (!alive)
            return [];
        var picked = held > 0 ? [] : await session.ListAsync(_book["PickJobs"], args, ReadPicked, ct);
        if (held == 0 && picked.Count == 0)
            return [];
        if (held == 0 && picked.TrueForAll(job => job.IsFreshAndSimple))
            return await ClaimSimpleAsync(session, picked, now, request, ct);

        var claimed = new Claimed(request);
        await session.SendAsync([FreeClaim, .. Pages(ClaimPages)], args, (set, row) =>
        {
            if (set == 0)
                claimed.AddChunk(row);
            else
                claimed.AddItem(row);
        }, ct);
        return claimed.WithItems();
    }

    private async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimSimpleAsync(
        DbSession session, List<Picked> jobs, long now, ClaimRequest request, CancellationToken ct)
    {
        var changes = new JobChanges();
        var chunks = new ClaimedChunk[jobs.Count];
        for (var i = 0; i < chunks.Length; i++)
        {
            changes.Add(request.Lane.Org, jobs[i].Id, jobs[i].Seq + 1);
            chunks[i] = new ClaimedChunk(
                new ChunkKey(request.Call, new JobId(jobs[i].Id), 1, 1), ChunkKind.Work, request.Lane.Org, request.Lane.Type,
                jobs[i].Config, jobs[i].CreatedBy, jobs[i].Name, jobs[i].Generation, Number: 1, Total: 1,
                Claimed.OnlyItem(jobs[i].Generation),
                Waited: jobs[i].WaitsSince is { } since ? Micros.ToSpan(Math.Max(0, now - since)) : null)
            {
                Life = jobs[i].Generation,
                DryRun = jobs[i].DryRun,
            };
        }

        Arg[] args =
        [
            Arg.Column("job", [.. jobs.Select(job => job.Id)]), Arg.Column("gen", [.. jobs.Select(job => job.Generation)]),
            Arg.Column("seq", [.. jobs.Select(job => job.Seq + 1)]), Arg.Column("ord", [.. Enumerable.Range(1, jobs.Count)]),
            Arg.Of("call", request.Call), Arg.Of("session", request.Session), Arg.Of("now", now),
        ];
        await session.SendAsync([_book["ClaimSimple"]], args, null, ct);
        await session.SendAsync([_book["SimpleEvent"]], changes.Args("claimed", now), null, ct);
        return chunks;
    }

    private static Picked ReadPicked(DbDataReader row) => new(
        row.GetGuid(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3) != 0, row.GetString(4), row.TextOrNull(5), row.TextOrNull(6),
        row.GetBoolean(7), row.IsDBNull(8) ? null : row.GetInt64(8));

    private sealed record Picked(
        Guid Id, int Generation, long Seq, bool IsFreshAndSimple, string Config, string? CreatedBy, string? Name, bool DryRun,
        long? WaitsSince);
}
