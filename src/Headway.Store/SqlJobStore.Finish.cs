using Headway.Data;
using Headway.Machine;
using Headway.Model;

namespace Headway.Store;

/// <summary>How claims end.</summary>
public sealed partial class SqlJobStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<FinishedChunk> chunks, CancellationToken ct)
    {
        if (chunks.Count == 0)
            return [];
        // What limits counted is given back on the shared pages.
        var ends = _everLimited || IsPlain ? SimpleEnds.None(chunks) : SimpleEnds.Among(chunks);
        var (accepted, follows) = ends.Count == 0 ? (await FinishAllAsync(chunks, ct), true)
            : ends.Count == chunks.Count && _database.Dialect == Dialect.Postgres ? await FinishSimpleAsync(ends, chunks, ct)
            : await WriteAsync((session, token) => FinishSomeAsync(session, ends, chunks, token), ct);
        if (follows)
            _hints.Opened();
        else
            _hints.Changed(); // nothing follows from the end of simple jobs that nobody waits for
        return accepted;
    }

    /// <summary>The shared pages, for chunks of every kind.</summary>
    private async ValueTask<IReadOnlyList<bool>> FinishAllAsync(IReadOnlyList<FinishedChunk> chunks, CancellationToken ct)
    {
        using var settlement = Settlement.Of(chunks);
        var args = settlement.Args("finished");
        var accepted = !chunks.Any(SimpleEnds.IsMore)
            ? await CommandAsync((session, token) => FinishAsync(session, settlement, args, chunks, lockClaims: true, token), ct)
            : await FinishWithEffectsAsync(settlement, args, chunks, ct);
        await UnparkAsync(settlement.Freed, ct);
        return accepted;
    }

    /// <summary>One round trip for simple jobs alone; whatever only looked like one goes the long way.</summary>
    private async ValueTask<(IReadOnlyList<bool> Accepted, bool Follows)> FinishSimpleAsync(
        SimpleEnds ends, IReadOnlyList<FinishedChunk> chunks, CancellationToken ct)
    {
        var answers = await CommandAsync(async (session, token) =>
        {
            var found = new bool?[chunks.Count];
            await ends.RecordAsync(session, _book, found, token);
            return found;
        }, ct);
        var left = Enumerable.Range(0, chunks.Count).Where(i => answers[i] is null).ToList();
        if (left.Count == 0)
            return ([.. answers.Select(answer => answer == true)], false);
        var rest = await FinishAllAsync([.. left.Select(i => chunks[i])], ct);
        for (var i = 0; i < left.Count; i++)
            answers[left[i]] = rest[i];
        return ([.. answers.Select(answer => answer == true)], true);
    }

    /// <summary>Simple jobs first, then the rest, in one transaction.</summary>
    private async ValueTask<(IReadOnlyList<bool> Accepted, bool Follows)> FinishSomeAsync(
        DbSession session, SimpleEnds ends, IReadOnlyList<FinishedChunk> chunks, CancellationToken ct)
    {
        var answers = new bool?[chunks.Count];
        await ends.RecordAsync(session, _book, answers, ct);
        var left = Enumerable.Range(0, chunks.Count).Where(i => answers[i] is null).ToList();
        if (left.Count > 0)
        {
            var rest = left.Select(i => chunks[i]).ToList();
            using var settlement = Settlement.Of(rest);
            var others = await FinishAsync(session, settlement, settlement.Args("finished"), rest, lockClaims: true, ct);
            for (var i = 0; i < left.Count; i++)
                answers[left[i]] = others[i];
        }

        return ([.. answers.Select(answer => answer == true)], left.Count > 0);
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyList<ChunkKey> chunks, CancellationToken ct)
    {
        if (chunks.Count == 0)
            return ValueTask.CompletedTask;
        using var rows = new JsonRows();
        foreach (var key in chunks)
            rows.Row(key).Add("hi", key.Hi);
        return TakeBackAsync([_book["HeldByKeys"]], [rows.ToArg("keys")], lost: false, ct);
    }

    /// <inheritdoc/>
    public ValueTask CloseSessionAsync(Guid session, CancellationToken ct) =>
        TakeBackAsync(Pages("CloseSession", "HeldBySession"), [Arg.Of("session", session)], lost: false, ct);

    /// <inheritdoc/>
    public async ValueTask<int> ReapAsync(CancellationToken ct)
    {
        var held = false;
        await CommandAsync((session, token) => session.SendAsync(Pages("EndTheDead"), [], (_, _) => held = true, token), ct);
        return held ? await TakeBackCountedAsync([_book["HeldByTheDead"]], [Arg.Of("window", CrashRule.Window)], lost: true, ct) : 0;
    }

    /// <summary>
    /// Effects run between the lock on the claims and the locks on the jobs. If a job turns out cancelled only then, its effects must not
    /// stay:
    /// everything is rolled back and done again, and the second time the chunk is known to be refused.
    /// </summary>
    private async ValueTask<IReadOnlyList<bool>> FinishWithEffectsAsync(
        Settlement settlement, IReadOnlyList<Arg> args, IReadOnlyList<FinishedChunk> chunks, CancellationToken ct,
        Func<DbSession, IReadOnlyList<bool>, CancellationToken, ValueTask>? then = null)
    {
        await SetKeyLimitsAsync([.. chunks.SelectMany(chunk => chunk.Children)], ct);
        while (true)
        {
            try
            {
                return await WriteAsync(async (session, token) =>
                {
                    var standing = new bool[chunks.Count];
                    await session.SendAsync(Pages("LockClaims"), args, (_, row) =>
                        standing[row.GetInt32(0)] = row.GetString(1) != "final", token);
                    for (var i = 0; i < chunks.Count; i++)
                    {
                        if (standing[i])
                            await RunEffectsAsync(session, chunks[i], token);
                    }

                    await BearAsync(session, chunks, standing, token);
                    var accepted = await FinishAsync(session, settlement, args, chunks, lockClaims: true, token);
                    if (chunks.Index().Any(chunk => standing[chunk.Index] && !accepted[chunk.Index] && chunk.Item.Effects.Count > 0))
                        throw new CancelledMeanwhileException();
                    if (then is not null)
                        await then(session, accepted, token);
                    return accepted;
                }, ct);
            }
            catch (CancelledMeanwhileException)
            {
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private async ValueTask<IReadOnlyList<bool>> FinishAsync(
        DbSession session, Settlement settlement, IReadOnlyList<Arg> args, IReadOnlyList<FinishedChunk> chunks, bool lockClaims,
            CancellationToken ct)
    {
        settlement.Freed.Clear();
        var standing = new bool[chunks.Count];
        var ended = new HashSet<JobId>();
        await session.SendAsync(settlement.Statements(_book, lockClaims, _everLimited), args, (set, row) =>
        {
            if (set == 0)
                standing[row.GetInt32(0)] = true;
            else if (set == 1 && row.GetString(1) == "final")
                ended.Add(new JobId(row.GetGuid(0)));
            else if (set > 1 && row.GetName(0) == "freed")
                settlement.Freed.Add(row.GetString(0));
        }, ct);
        for (var i = 0; i < standing.Length; i++)
            standing[i] &= !ended.Contains(chunks[i].Key.JobId);
        return standing;
    }

    private async ValueTask RunEffectsAsync(DbSession session, FinishedChunk chunk, CancellationToken ct)
    {
        var scope = new SqlEffectScope(session, chunk.Key, _book["RecordImage"]);
        foreach (var effect in chunk.Effects)
        {
            try
            {
                await effect(scope, ct);
            }
            catch (Exception e) when (e is not DatabaseException { Fault: DatabaseFault.Conflict or DatabaseFault.Unavailable }
                && !(e is OperationCanceledException && ct.IsCancellationRequested))
            {
                throw new EffectFailedException(chunk.Key, e);
            }
        }
    }

    private async ValueTask TakeBackAsync(IReadOnlyList<Statement> which, IReadOnlyList<Arg> args, bool lost, CancellationToken ct) =>
        await TakeBackCountedAsync(which, args, lost, ct);

    private async ValueTask<int> TakeBackCountedAsync(IReadOnlyList<Statement> which, IReadOnlyList<Arg> args, bool lost,
        CancellationToken ct)
    {
        var count = await WriteAsync(async (session, token) =>
        {
            using var settlement = new Settlement();
            await session.SendAsync(which, args, (_, row) =>
            {
                var key = new ChunkKey(row.GetGuid(0), new JobId(row.GetGuid(1)), row.GetInt32(2), row.GetInt32(3));
                var held = new HeldClaim(key, row.GetInt32(4), row.GetInt32(5), Words.Kind(row.GetString(6)), row.GetBoolean(7));
                if (lost)
                    settlement.AddLost(held with { Alone = row.GetInt32(8) != 0, Crashes = row.GetInt64(9), Driven = row.GetBoolean(10) });
                else
                    settlement.AddReleased(held);
            }, token);
            if (settlement.Count > 0)
                await session.SendAsync(settlement.Statements(_book, lockClaims: false, credit: lost || _everLimited),
                    settlement.Args(lost ? "reaped" : "released"), null, token);
            return settlement.Count;
        }, ct);
        if (count > 0)
            _hints.Opened(); // where limits had counted them, upkeep lets parked jobs follow
        return count;
    }

    private sealed class CancelledMeanwhileException : Exception;
}
