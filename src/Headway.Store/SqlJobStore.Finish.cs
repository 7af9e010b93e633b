using Headway.Data;
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
        using var settlement = new Settlement();
        foreach (var chunk in chunks)
            settlement.Add(chunk);
        var args = settlement.Args("finished");
        var accepted = chunks.All(chunk => chunk.Effects.Count == 0)
            ? await CommandAsync((session, token) => FinishAsync(session, settlement, args, chunks, lockClaims: true, token), ct)
            : await FinishWithEffectsAsync(settlement, args, chunks, ct);
        _hints.Opened();
        return accepted;
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
        return held ? await TakeBackCountedAsync([_book["HeldByTheDead"]], [], lost: true, ct) : 0;
    }

    /// <summary>
    /// Effects run between the lock on the claims and the locks on the jobs. If a job turns out cancelled only then, its effects must not
    /// stay:
    /// everything is rolled back and done again, and the second time the chunk is known to be refused.
    /// </summary>
    private async ValueTask<IReadOnlyList<bool>> FinishWithEffectsAsync(
        Settlement settlement, IReadOnlyList<Arg> args, IReadOnlyList<FinishedChunk> chunks, CancellationToken ct)
    {
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

                    var accepted = await FinishAsync(session, settlement, args, chunks, lockClaims: true, token);
                    return chunks.Index().Any(chunk => standing[chunk.Index] && !accepted[chunk.Index] && chunk.Item.Effects.Count > 0)
                        ? throw new CancelledMeanwhileException()
                        : accepted;
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
        var standing = new bool[chunks.Count];
        var ended = new HashSet<JobId>();
        await session.SendAsync(settlement.Statements(_book, lockClaims), args, (set, row) =>
        {
            if (set == 0)
                standing[row.GetInt32(0)] = true;
            else if (row.GetString(1) == "final")
                ended.Add(new JobId(row.GetGuid(0)));
        }, ct);
        for (var i = 0; i < standing.Length; i++)
            standing[i] &= !ended.Contains(chunks[i].Key.JobId);
        return standing;
    }

    private static async ValueTask RunEffectsAsync(DbSession session, FinishedChunk chunk, CancellationToken ct)
    {
        var scope = new SqlEffectScope(session);
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
                if (lost)
                    settlement.AddLost(key, row.GetInt32(4), row.GetInt32(5));
                else
                    settlement.AddReleased(key);
            }, token);
            if (settlement.Count > 0)
                await session.SendAsync(settlement.Statements(_book, lockClaims: false),
                    settlement.Args(lost ? "reaped" : "released"), null, token);
            return settlement.Count;
        }, ct);
        if (count > 0)
            _hints.Opened();
        return count;
    }

    private sealed class CancelledMeanwhileException : Exception;
}
