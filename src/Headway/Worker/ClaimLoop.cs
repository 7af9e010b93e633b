using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Keeps the slots fed: asks which lanes have work, goes round them, and claims no more than can run now,
/// or within about 50 ms where chunks are that short.
/// </summary>
internal sealed partial class ClaimLoop(
    IJobStore store, JobTypeRegistry types, WorkerOptions options, IdSource ids, TimeProvider clock, ClaimGate gate, ILogger logger,
    Breakers? breakers = null)
{
    private const int MaxClaim = 500;
    private static readonly TimeSpan LanesAge = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> _unknown = [];
    private readonly LaneRound _round = new();
    private long _lanesAt;
    private bool _gaveSome; // any of the lanes, since they were asked for
    private TimeSpan _pause = FirstPause;
    private TimeSpan _patience = FirstPatience;
    private ClaimRequest? _unanswered; // asked, but the answer was lost: what it took is held by this session and nobody else will work it
    private long _askedAt; // when that was asked first

    /// <summary>Claims until stopped.</summary>
    /// <param name="session">A live session.</param>
    /// <param name="slots">Where chunks go.</param>
    /// <param name="ct">Stops claiming; what was claimed has been handed to the slots.</param>
    /// <param name="fenced">The session is lost, and any claim under way with it.</param>
    public async Task RunAsync(Guid session, Slots slots, CancellationToken ct, CancellationToken fenced)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var room = await slots.RoomAsync(ct);
                if (_unanswered is null && !await FindLanesAsync(ct))
                    await IdleAsync(ct);
                else
                    await ClaimAloneAsync(session, slots, room, ct, fenced);
            }
            catch (StoreUnavailableException e)
            {
                ClaimsWait(e.Message);
                await LaterAsync(ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                ClaimFailed(e);
                await LaterAsync(ct);
            }
        }
    }

    private async ValueTask ClaimAloneAsync(Guid session, Slots slots, int room, CancellationToken ct, CancellationToken fenced)
    {
        await gate.EnterAsync(ct);
        try
        {
            await ClaimAsync(session, slots, room, ct, fenced);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async ValueTask ClaimAsync(Guid session, Slots slots, int room, CancellationToken ct, CancellationToken fenced)
    {
        var repeated = _unanswered is not null;
        if (!repeated)
            _askedAt = clock.GetTimestamp();
        var request = _unanswered ??= NextRequest(session, Math.Min(room, MaxClaim), slots.WorkIsShort);
        // Not stopped by a drain: a claim whose answer is thrown away would sit unworked until the session ends.
        var chunks = await store.ClaimAsync(request, fenced);
        (_unanswered, _patience) = (null, FirstPatience);
        _round.Answered(request, chunks);
        // What a lost answer gave may have been cancelled or paused since: it has waited here from the first time it was asked for.
        var givenAt = repeated ? _askedAt : clock.GetTimestamp();
        foreach (var chunk in chunks)
            slots.Give(chunk, givenAt);

        if (chunks.Count > 0)
            (_pause, _gaveSome) = (FirstPause, true);
        else if (_round.Count == 0 && !_gaveSome)
            await PauseAsync(ct);
    }

    private ClaimRequest NextRequest(Guid session, int room, bool workIsShort)
    {
        var orgs = Math.Max(1, _round.Orgs);
        var share = Math.Max(1, (room + orgs - 1) / orgs);
        var (lane, each) = _round.Next();
        return new ClaimRequest(session, ids.NewGuid(), lane, share, workIsShort ? share : Math.Min(each, share));
    }

    /// <summary>Lanes are open, but none gave anything: others were quicker, or this session is dead and does not know it yet.</summary>
    private async ValueTask PauseAsync(CancellationToken ct)
    {
        await Task.Delay(Jittered(_pause), clock, ct);
        _pause = _pause * 2 < options.Poll ? _pause * 2 : options.Poll;
    }

    private async ValueTask IdleAsync(CancellationToken ct)
    {
        using var found = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var hint = store.WaitAsync(StoreHint.Work, Jittered(options.Poll), found.Token).AsTask();
        try
        {
            // Asked once more now that somebody listens: what came in between the last answer and here gave its hint to nobody.
            if (await FindLanesAsync(ct))
                found.Cancel(); // on this thread, as all cancelling here
            await hint;
        }
        catch (OperationCanceledException) when (found.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // there is work: no need to wait
        }
    }

    private async ValueTask<bool> FindLanesAsync(CancellationToken ct)
    {
        if (_round.Count > 0 && clock.GetElapsedTime(_lanesAt) < LanesAge)
            return true;
        _round.Close();
        var lanes = await store.LanesAsync(options.Queues, ct);
        (_lanesAt, _gaveSome) = (clock.GetTimestamp(), false);
        _round.Open(lanes.Where(lane => IsMine(lane.Type) && breakers?.Holds(lane.Type, lane.Org) != true));
        return _round.Count > 0;
    }

    private bool IsMine(string type)
    {
        if (options.Types?.Contains(type) == false)
            return false;
        if (types.TryGet(type, out _))
            return true;
        if (_unknown.Add(type))
            TypeIsUnknown(type);
        return false;
    }

    private async ValueTask LaterAsync(CancellationToken ct)
    {
        _round.Close();
        await Task.Delay(_patience, clock, ct);
        _patience = _patience * 2 < MaxPatience ? _patience * 2 : MaxPatience;
    }

    private TimeSpan Jittered(TimeSpan time) => time * (0.8 + 0.4 * ids.NextDouble());

    [LoggerMessage(LogLevel.Warning, "Jobs of type {Type} wait, but no handler of that name is registered here; they stay ready")]
    private partial void TypeIsUnknown(string type);

    [LoggerMessage(LogLevel.Warning, "Claiming waits for the store: {Reason}")]
    private partial void ClaimsWait(string reason);

    [LoggerMessage(LogLevel.Error, "A claim failed; claiming goes on")]
    private partial void ClaimFailed(Exception exception);
}
