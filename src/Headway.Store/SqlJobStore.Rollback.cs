using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Putting back what a job changed.</summary>
public sealed partial class SqlJobStore : IImageStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BeforeImage>> ListImagesAsync(JobId id, long below, int limit, CancellationToken ct) =>
        await ListAsync(
            _book["ListImages"], [Id(id), Arg.Of("below", below), Arg.Of("limit", limit)],
            row => new BeforeImage(
                row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.TextOrNull(5)), ct);

    /// <inheritdoc/>
    public async ValueTask<ControlResult> RollBackAsync(JobId id, EnqueuedJob rollback, string? actor, CancellationToken ct)
    {
        var result = await WriteAsync(async (session, token) =>
        {
            var (found, allowed) = (false, false);
            await session.SendAsync(Pages("LockJob", "RollbackFacts"), [Id(id)], (set, row) =>
            {
                if (set != 1)
                    return;
                found = true;
                allowed = row.GetString(0) == "final" && !row.GetBoolean(1) && !row.GetBoolean(2) && row.GetInt32(3) == 0;
            }, token);
            if (!found || !allowed)
                return found ? ControlResult.Refused : ControlResult.NotFound;
            await AddJobsAsync(session, [rollback], token);
            Arg[] args = [Id(id), Arg.Of("by", rollback.Id.Value), Arg.Of("kind", "rolled_back"), Arg.Of("actor", actor)];
            await session.SendAsync(Pages("RollbackJob", "LifeEvent", "LifeHistory"), args, null, token);
            return ControlResult.Done;
        }, ct);
        if (result == ControlResult.Done)
            _hints.Opened();
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask RolledBackAsync(JobId id, JobId by, CancellationToken ct)
    {
        Arg[] args = [Id(id), Arg.Of("by", by.Value), Arg.Of("kind", "rolled_back"), Arg.Of("actor", (string?)null)];
        var changed = await WriteAsync(async (session, token) =>
        {
            var ended = false;
            await session.SendAsync(Pages("RollbackEnded"), args, (_, _) => ended = true, token);
            if (ended)
                await session.SendAsync(Pages("LifeEvent", "LifeHistory"), args, null, token);
            return ended;
        }, ct);
        if (changed)
            _hints.Changed();
    }
}
