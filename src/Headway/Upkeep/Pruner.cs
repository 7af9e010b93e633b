using Headway.Client;
using Headway.Machine;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>
/// Lets go what the retention policy lets go: archives it where the rule says so, deletes it, and bounds what only passes through.
/// One node at a time, in small pieces with pauses as long as the work, so that it never takes more than half of what a store can write.
/// </summary>
internal sealed partial class Pruner(
    IJobStore jobs, IdSource ids, TimeProvider clock, ILogger<Pruner> logger, KeepTimes keep, IArchiveStore? store = null,
    IArchiveFiles? files = null) : BackgroundService
{
    private const int PageSize = 1000;
    private const int Batch = 100;
    private const int Rows = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(20);
    private readonly Guid _holder = ids.NewGuid();
    private bool _started;

    /// <summary>Sweeps until stopped.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        if (store is null)
            return;
        await Task.Delay(First, clock, stopping);
        while (true)
        {
            await SweepAsync(store, stopping);
            await Task.Delay(Every, clock, stopping);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async ValueTask SweepAsync(IArchiveStore from, CancellationToken ct)
    {
        try
        {
            var policy = new RetentionPolicy(await from.ListRulesAsync(ct));
            var atStart = !_started && policy.HasStart;
            if (!await HoldAsync(from, atStart ? TimeSpan.Zero : Every / 2, ct))
                return;
            var gone = await PruneAsync(from, policy, atStart, ct);
            await RepeatAsync(() => from.PurgeAsync(Rows, ct), from, ct);
            var before = await jobs.NowAsync(ct) - keep.Traces;
            await RepeatAsync(() => from.PruneTracesAsync(before, Rows, ct), from, ct);
            await RepeatAsync(() => from.PruneOldAsync(keep, Rows, ct), from, ct);
            await from.EndDutyAsync(JobArchive.PruneDuty, _holder, ct);
            _started = true;
            if (gone > 0)
                Pruned(gone);
        }
        catch (StoreUnavailableException e)
        {
            PrunerWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            PruningFailed(e);
        }
    }

    private async ValueTask<int> PruneAsync(IArchiveStore from, RetentionPolicy policy, bool atStart, CancellationToken ct)
    {
        if (policy.Least(atStart) is not { } least)
            return 0;
        var now = await jobs.NowAsync(ct);
        var count = 0;
        JobId? after = null;
        while (true)
        {
            var page = await from.ScanAsync(after, PageSize, ct);
            foreach (var rule in page.Select(job => (Job: job, Rule: policy.Lets(job, now, atStart))).Where(pair => pair.Rule is not null)
                .GroupBy(pair => pair.Rule!.Archive))
            {
                foreach (var batch in rule.Chunk(Batch))
                    count += await RemoveAsync(from, [.. batch.Select(pair => (pair.Job.Id, pair.Job.Seq))], rule.Key, ct);
            }

            // Ids are in the order of creation, and no job ends before it was created.
            if (page.Count < PageSize || page[^1].CreatedAt + least > now)
                return count;
            after = page[^1].Id;
        }
    }

    private async ValueTask<int> RemoveAsync(
        IArchiveStore from, IReadOnlyList<(JobId Id, long Seq)> batch, bool archive, CancellationToken ct)
    {
        if (archive && files is null)
        {
            NoArchive();
            return 0;
        }

        var began = clock.GetTimestamp();
        var gone = await new JobArchive(jobs, from, files).RemoveAsync(batch, archive, null, ct);
        await PauseAsync(from, began, ct);
        return gone.Count;
    }

    private async ValueTask RepeatAsync(Func<ValueTask<int>> work, IArchiveStore from, CancellationToken ct)
    {
        int rows;
        do
        {
            var began = clock.GetTimestamp();
            rows = await work();
            await PauseAsync(from, began, ct);
        }
        while (rows > 0);
    }

    private async ValueTask PauseAsync(IArchiveStore from, long began, CancellationToken ct)
    {
        var took = clock.GetElapsedTime(began);
        await Task.Delay(took > LeastPause ? took : LeastPause, clock, ct);
        if (!await HoldAsync(from, TimeSpan.Zero, ct))
            throw new StoreUnavailableException("Another node has taken over the pruning.");
    }

    private ValueTask<bool> HoldAsync(IArchiveStore from, TimeSpan every, CancellationToken ct) =>
        from.TakeDutyAsync(JobArchive.PruneDuty, _holder, Lease, every, ct);

    [LoggerMessage(LogLevel.Information, "{Jobs} jobs were let go by the retention policy")]
    private partial void Pruned(int jobs);

    [LoggerMessage(LogLevel.Warning, "A rule wants jobs archived, and this process has no archive folder; they stay")]
    private partial void NoArchive();

    [LoggerMessage(LogLevel.Debug, "The pruner waits for the store: {Reason}")]
    private partial void PrunerWaits(string reason);

    [LoggerMessage(LogLevel.Error, "Pruning failed; the pruner goes on at its next turn")]
    private partial void PruningFailed(Exception exception);
}
