namespace Headway.Store;

/// <summary>
/// Group commit: small submissions that come while another is being committed wait for it and then go together, in one transaction,
/// each caller hearing only after its commit. There is no timer and no task of its own: alone, a submission commits at once,
/// and whoever has committed hands the next group to the first who waits. A group that the database refuses is taken apart:
/// each goes alone, so nobody suffers for another's submission.
/// </summary>
internal sealed class EnqueueGroups(Func<IReadOnlyList<EnqueuedJob>, CancellationToken, ValueTask> commit)
{
    /// <summary>Submissions larger than this go by themselves.</summary>
    public const int MaxAlone = 100;

    private const int MaxGroup = 500;
    private const int MaxAtOnce = 2; // one is on its way to the disk while the next is being gathered
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiting> _waiting = [];
    private int _committing;

    /// <summary>What a submission that waits is told.</summary>
    private enum Turn
    {
        Committed,
        Lead,
        GoAlone,
    }

    /// <summary>Commits a submission, perhaps with others.</summary>
    /// <param name="jobs">Simple jobs.</param>
    /// <param name="ct">Cancels waiting, not a commit under way.</param>
    public async ValueTask AddAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var mine = new Waiting(jobs);
        if (!Joins(mine))
        {
            await LeadAsync(mine);
            return;
        }

        await using var given = ct.UnsafeRegister(static (state, token) =>
        {
            var (groups, waiting) = ((EnqueueGroups, Waiting))state!;
            groups.Leave(waiting, token);
        }, (this, mine));
        switch (await mine.Turn.Task)
        {
            case Turn.Lead: await LeadAsync(mine); break;
            case Turn.GoAlone: await commit(mine.Jobs, ct); break;
            default: break;
        }
    }

    private bool Joins(Waiting mine)
    {
        lock (_gate)
        {
            if (_committing < MaxAtOnce)
            {
                _committing++;
                return false;
            }

            _waiting.AddLast(mine);
            return true;
        }
    }

    private async ValueTask LeadAsync(Waiting mine)
    {
        List<Waiting> group = [];
        try
        {
            await Task.Yield(); // whoever heard of the last commit at the same moment comes along
            group = Take(mine);
            await commit([.. group.SelectMany(one => one.Jobs)], CancellationToken.None);
            foreach (var one in group)
                one.Turn.TrySetResult(Turn.Committed);
        }
        catch (Exception e) when (group.Count > 1)
        {
            foreach (var one in group.Where(one => one != mine))
            {
                if (e is StoreUnavailableException)
                    one.Turn.TrySetException(e);
                else
                    one.Turn.TrySetResult(Turn.GoAlone);
            }

            if (e is StoreUnavailableException)
                throw;
            await commit(mine.Jobs, CancellationToken.None);
        }
        finally
        {
            HandOver();
        }
    }

    /// <summary>Those who wait, as many as go together, behind the one that leads.</summary>
    private List<Waiting> Take(Waiting mine)
    {
        var group = new List<Waiting> { mine };
        var count = mine.Jobs.Count;
        lock (_gate)
        {
            while (_waiting.First is { } next && count + next.Value.Jobs.Count <= MaxGroup)
            {
                _waiting.RemoveFirst();
                group.Add(next.Value);
                count += next.Value.Jobs.Count;
            }
        }

        return group;
    }

    private void HandOver()
    {
        Waiting? next = null;
        lock (_gate)
        {
            if (_waiting.First is { } first)
            {
                _waiting.RemoveFirst();
                next = first.Value;
            }
            else
            {
                _committing--;
            }
        }

        next?.Turn.TrySetResult(Turn.Lead);
    }

    private void Leave(Waiting waiting, CancellationToken ct)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(waiting))
                return;
        }

        waiting.Turn.TrySetCanceled(ct);
    }

    private sealed class Waiting(IReadOnlyList<EnqueuedJob> jobs)
    {
        public IReadOnlyList<EnqueuedJob> Jobs => jobs;

        public TaskCompletionSource<Turn> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
