using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Keeps the slots fed: asks which lanes have work, goes round the organisations and inside one round its lanes,
/// and claims no more than can run now, or within about 50 ms where chunks are that short.
/// </summary>
internal sealed partial class ClaimLoop(
    IJobStore store, JobTypeRegistry types, WorkerOptions options, IdSource ids, TimeProvider clock, ILogger logger)
{
    private const int MaxClaim = 500;
    private static readonly TimeSpan LanesAge = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> _unknown = [];
    private readonly List<Lane> _lanes = [];
    private long _lanesAt;
    private string? _lastOrg;
    private ClaimRequest? _unanswered; // asked, but the answer was lost: what it took is held by this session and nobody else will work it

    /// <summary>Claims until stopped.</summary>
    /// <param name="session">A live session.</param>
    /// <param name="slots">Where chunks go.</param>
    /// <param name="ct">Stops claiming; what was claimed has been handed to the slots.</param>
    public async Task RunAsync(Guid session, Slots slots, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var room = await slots.RoomAsync(ct);
                if (_unanswered is null && !await FindLanesAsync(ct))
                {
                    await store.WaitAsync(StoreHint.Work, options.Poll * (0.8 + 0.4 * ids.NextDouble()), ct);
                    continue;
                }

                await ClaimAsync(session, slots, Math.Min(room, MaxClaim));
            }
            catch (StoreUnavailableException e)
            {
                ClaimsWait(e.Message);
                _lanes.Clear();
                await Task.Delay(Patience, clock, ct);
            }
        }
    }

    private async ValueTask ClaimAsync(Guid session, Slots slots, int room)
    {
        _unanswered ??= NextRequest(session, room);
        // Not to be cancelled: a claim whose answer is thrown away would sit unworked until the session ends.
        var chunks = await store.ClaimAsync(_unanswered, CancellationToken.None);
        if (chunks.Count < _unanswered.MaxChunks)
            _lanes.Remove(_unanswered.Lane);
        _unanswered = null;
        foreach (var chunk in chunks)
            slots.Give(chunk);
    }

    private ClaimRequest NextRequest(Guid session, int room)
    {
        var lane = NextLane();
        var orgs = _lanes.Select(other => other.Org).Distinct().Count();
        var share = Math.Max(1, (room + orgs - 1) / orgs);
        return new ClaimRequest(session, ids.NewGuid(), lane, share, share);
    }

    private async ValueTask<bool> FindLanesAsync(CancellationToken ct)
    {
        if (_lanes.Count > 0 && clock.GetElapsedTime(_lanesAt) < LanesAge)
            return true;
        _lanes.Clear();
        foreach (var lane in await store.LanesAsync(options.Queues, ct))
        {
            if (types.TryGet(lane.Type, out _) && options.Types?.Contains(lane.Type) != false)
                _lanes.Add(lane);
            else if (_unknown.Add(lane.Type) && options.Types is null)
                TypeIsUnknown(lane.Type);
        }

        _lanes.Sort((a, b) => string.CompareOrdinal(a.Org, b.Org));
        _lanesAt = clock.GetTimestamp();
        return _lanes.Count > 0;
    }

    /// <summary>The first lane of the next organisation; served lanes go behind their organisation's others.</summary>
    private Lane NextLane()
    {
        var at = _lanes.FindIndex(lane => string.CompareOrdinal(lane.Org, _lastOrg) > 0);
        var next = _lanes[Math.Max(at, 0)];
        _lastOrg = next.Org;
        _lanes.Remove(next);
        var behind = _lanes.FindLastIndex(lane => lane.Org == next.Org);
        _lanes.Insert(behind >= 0 ? behind + 1 : Math.Max(at, 0), next);
        return next;
    }

    [LoggerMessage(LogLevel.Warning, "Jobs of type {Type} wait, but no handler of that name is registered here; they stay ready")]
    private partial void TypeIsUnknown(string type);

    [LoggerMessage(LogLevel.Warning, "Claiming waits for the store: {Reason}")]
    private partial void ClaimsWait(string reason);
}
