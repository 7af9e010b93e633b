using System.Threading.Channels;
using Headway.Handlers;
using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Records outcomes in groups: whatever waits when the last commit is done, up to 500 chunks, no timer. Chunks with effects go alone,
/// so that one handler's failing row cannot undo another's outcome. While the store is away the outcomes wait and are offered again:
/// the claim decides, so offering twice is harmless.
/// </summary>
internal sealed partial class CompletionBatcher(
    IJobStore store, Judge judge, JobTypeRegistry types, TimeProvider clock, Action<HeldChunk> letGo, ILogger logger)
{
    private const int MaxGroup = 500;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // Unbounded by itself: no more can wait here than this session has claimed.
    private readonly Channel<Done> _done = Channel.CreateUnbounded<Done>();

    /// <summary>Hands over an outcome; the chunk is let go of once it is recorded or refused.</summary>
    public void Add(HeldChunk held, FinishedChunk record) => _done.Writer.TryWrite(new Done(held, record));

    /// <summary>Hands a chunk back unspent, however long the store takes to hear of it.</summary>
    public void Release(HeldChunk held) => _done.Writer.TryWrite(new Done(held, null));

    /// <summary>No more outcomes will come.</summary>
    public void Complete() => _done.Writer.TryComplete();

    /// <summary>Records until <see cref="Complete"/> and all are recorded, or the session is fenced.</summary>
    public async Task RunAsync(CancellationToken fenced)
    {
        var group = new List<Done>(MaxGroup);
        while (await _done.Reader.WaitToReadAsync(fenced))
        {
            while (group.Count < MaxGroup && _done.Reader.TryRead(out var next))
            {
                if (next.Record is { Effects.Count: 0 })
                    group.Add(next);
                else if (next.Record is not null)
                    await RecordAsync([next], fenced);
                else
                    await ReleaseAsync(next.Held, fenced);
            }

            if (group.Count > 0)
                await RecordAsync(group, fenced);
            group.Clear();
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
            catch (EffectFailedException e)
            {
                // The transaction is gone, the claim stands: the attempt has failed. Only chunks with effects come here, and they come
                // alone.
                EffectFailed(e.Chunk.Lo, e.Chunk.JobId.ToString(), e);
                var held = group[0].Held;
                types.TryGet(held.Chunk.Type, out var type);
                group = [new Done(held, judge.RecordFailure(type, held, e, group[0].Record!.Usage.Busy))];
            }
            catch (StoreUnavailableException e)
            {
                OutcomesWait(group.Count, e.Message);
                await Task.Delay(wait, clock, fenced);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    private async ValueTask ReleaseAsync(HeldChunk held, CancellationToken fenced)
    {
        while (true)
        {
            try
            {
                await store.ReleaseAsync([held.Key], fenced);
                letGo(held);
                return;
            }
            catch (StoreUnavailableException e)
            {
                OutcomesWait(1, e.Message);
                await Task.Delay(LongestWait, clock, fenced);
            }
        }
    }

    private void Ended(Done done, bool accepted)
    {
        if (!accepted)
            LateResult(done.Held.Key.Lo, done.Held.Key.Hi, done.Held.Key.JobId.ToString());
        letGo(done.Held);
    }

    private readonly record struct Done(HeldChunk Held, FinishedChunk? Record);

    [LoggerMessage(LogLevel.Information, "The result of items {Lo} to {Hi} of {Job} came too late and was not recorded")]
    private partial void LateResult(int lo, int hi, string job);

    [LoggerMessage(LogLevel.Warning, "An effect of item {Item} of {Job} failed; nothing of the attempt was recorded")]
    private partial void EffectFailed(int item, string job, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Count} outcomes wait for the store: {Reason}")]
    private partial void OutcomesWait(int count, string reason);
}
