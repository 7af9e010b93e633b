using System.Threading.Channels;
using Headway.Handlers;
using Headway.Store;
using Headway.Telemetry;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Records outcomes in groups: whatever waits when the last commit is done, up to 500 chunks, no timer. Chunks with effects or children
/// go alone, so that one handler's failing row cannot undo another's outcome. While the store is away the outcomes wait and are
/// offered again: the claim decides, so offering twice is harmless.
/// </summary>
internal sealed partial class CompletionBatcher(
    IJobStore store, Judge judge, JobTypeRegistry types, TimeProvider clock, HeadwayMetrics metrics, Action<HeldChunk> letGo,
    ILogger logger)
{
    private const int MaxGroup = 500;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogPace = TimeSpan.FromSeconds(1);

    // Unbounded by itself: no more can wait here than this session has claimed.
    private readonly Channel<Done> _done = Channel.CreateUnbounded<Done>();
    private long _saidAt;

    /// <summary>Hands over an outcome; the chunk is let go of once it is recorded or refused.</summary>
    public void Add(HeldChunk held, FinishedChunk record) => _done.Writer.TryWrite(new Done(held, record));

    /// <summary>Hands a chunk back unspent, however long the store takes to hear of it.</summary>
    public void Release(HeldChunk held) => _done.Writer.TryWrite(new Done(held, null));

    /// <summary>No more outcomes will come.</summary>
    public void Complete() => _done.Writer.TryComplete();

    /// <summary>Records until <see cref="Complete"/> and all are recorded, or the session is fenced.</summary>
    public async Task RunAsync(CancellationToken fenced)
    {
        var (together, alone, back) = (new List<Done>(), new List<Done>(), new List<HeldChunk>());
        while (await _done.Reader.WaitToReadAsync(fenced))
        {
            for (var left = MaxGroup; left > 0 && _done.Reader.TryRead(out var next); left--)
            {
                if (next.Record is null)
                    back.Add(next.Held);
                else
                    (next.Record is { Effects.Count: 0, Children.Count: 0 } ? together : alone).Add(next);
            }

            if (together.Count > 0)
                await RecordAsync(together, fenced);
            foreach (var one in alone)
                await RecordAsync([one], fenced);
            if (back.Count > 0)
                await ReleaseAsync(back, fenced);
            together.Clear();
            alone.Clear();
            back.Clear();
        }
    }

    private async ValueTask RecordAsync(List<Done> group, CancellationToken fenced)
    {
        var wait = FirstWait;
        while (true)
        {
            try
            {
                var accepted = await store.FinishAsync([.. group.Select(done => done.Record!)], fenced);
                for (var i = 0; i < group.Count; i++)
                    Ended(group[i], accepted[i]);
                return;
            }
            catch (StoreUnavailableException e)
            {
                OutcomesWait(group.Count, e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException || !fenced.IsCancellationRequested)
            {
                if (group.Count == 1)
                {
                    var failed = FailedBy(group[0], e);
                    if (failed != group[0])
                    {
                        group = [failed];
                        continue;
                    }
                }
                else
                {
                    foreach (var one in group)
                        await RecordAsync([one], fenced); // one of them cannot be recorded; the others are not to suffer for it
                    return;
                }
            }

            await Task.Delay(wait, clock, fenced);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Nothing was recorded and the claim stands: the attempt has failed, and that is recorded instead.</summary>
    private Done FailedBy(Done done, Exception e)
    {
        if (e is EffectFailedException)
            EffectFailed(done.Held.Key.Lo, done.Held.Key.JobId.ToString(), e);
        else
            OutcomeRefused(done.Held.Key.Lo, done.Held.Key.JobId.ToString(), e);
        if (done.IsReplacement)
            return done;
        types.TryGet(done.Held.Chunk.Type, out var type);
        return new Done(done.Held, judge.RecordFailure(type, done.Held, e, done.Record!.Usage.Busy), IsReplacement: true);
    }

    private async ValueTask ReleaseAsync(List<HeldChunk> back, CancellationToken fenced)
    {
        var wait = FirstWait;
        while (true)
        {
            try
            {
                await store.ReleaseAsync([.. back.Select(held => held.Key)], fenced);
                back.ForEach(letGo);
                return;
            }
            catch (StoreUnavailableException e)
            {
                OutcomesWait(back.Count, e.Message);
            }

            await Task.Delay(wait, clock, fenced);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private void Ended(Done done, bool accepted)
    {
        if (accepted)
            metrics.Recorded(done.Held.Chunk.Type, done.Record!);
        else if (done.Held.Reason != StopReason.Revoked)
            LateResult(done.Held.Key.Lo, done.Held.Key.Hi, done.Held.Key.JobId.ToString());
        letGo(done.Held);
    }

    private void OutcomesWait(int count, string reason)
    {
        var said = Interlocked.Read(ref _saidAt);
        var now = clock.GetTimestamp();
        if (said != 0 && clock.GetElapsedTime(said, now) < LogPace)
            return;
        Interlocked.Exchange(ref _saidAt, now);
        OutcomesWaited(count, reason);
    }

    private readonly record struct Done(HeldChunk Held, FinishedChunk? Record, bool IsReplacement = false);

    [LoggerMessage(LogLevel.Information, "The result of items {Lo} to {Hi} of {Job} came too late and was not recorded")]
    private partial void LateResult(int lo, int hi, string job);

    [LoggerMessage(LogLevel.Warning, "An effect of item {Item} of {Job} failed; nothing of the attempt was recorded")]
    private partial void EffectFailed(int item, string job, Exception exception);

    [LoggerMessage(LogLevel.Error, "The store could not take the outcome of item {Item} of {Job}; the attempt counts as failed")]
    private partial void OutcomeRefused(int item, string job, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Count} outcomes wait for the store: {Reason}")]
    private partial void OutcomesWaited(int count, string reason);
}
