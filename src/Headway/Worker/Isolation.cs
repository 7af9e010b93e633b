using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Runs items whose worker died, one by one, with nothing beside them in this process: if it dies too, the item is to blame, nobody else.
/// A worker that has nothing to do begins at once; a busy one leaves it to others at first, then claims no more until its slots are empty.
/// </summary>
internal sealed partial class Isolation(WorkerParts parts, Guid session, Slots slots, ClaimGate gate, Func<bool> holdsNothing)
{
    private const int Courtesy = 3; // looks a busy worker leaves to others
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxPatience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(100);
    private readonly TimeProvider _clock = parts.Clock;
    private readonly ILogger _logger = parts.Logger;
    private readonly string[] _types = [.. parts.Types.All.Select(type => type.Name)
        .Where(name => parts.Options.Types?.Contains(name) != false)];
    private TimeSpan _patience = FirstPatience;
    private Guid? _unanswered; // what an unanswered call took is held by this session; only the same call gives it
    private long _askedAt; // when that call was made first
    private int _seen;

    /// <summary>Looks for suspects until stopped.</summary>
    /// <param name="ct">Stops it; what was claimed has been handed to the slots.</param>
    /// <param name="fenced">The session is lost, and any claim under way with it.</param>
    public async Task RunAsync(CancellationToken ct, CancellationToken fenced)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(parts.Options.Poll * (0.8 + 0.4 * parts.Ids.NextDouble()), _clock, ct);
            try
            {
                await LookAsync(ct, fenced);
            }
            catch (StoreUnavailableException e)
            {
                SuspectsStay(e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                IsolationFailed(e);
            }
        }
    }

    private async ValueTask LookAsync(CancellationToken ct, CancellationToken fenced)
    {
        if (_unanswered is null && !await parts.Suspects.SuspectsWaitAsync(parts.Options.Queues, _types, ct))
        {
            (_seen, _patience) = (0, FirstPatience);
            return;
        }

        if (_unanswered is null && !holdsNothing() && ++_seen <= Courtesy)
            return;
        _seen = 0;
        await gate.EnterAsync(ct);
        try
        {
            if (await EmptyAsync(_patience, ct))
                await RunRoundAsync(ct, fenced);
            else
                _patience = _patience * 2 < MaxPatience ? _patience * 2 : MaxPatience; // long work runs here: next time it is given longer
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>One after another, but not for ever: other work waits meanwhile.</summary>
    private async ValueTask RunRoundAsync(CancellationToken ct, CancellationToken fenced)
    {
        _patience = FirstPatience;
        var began = _clock.GetTimestamp();
        while (_clock.GetElapsedTime(began) < Round && !ct.IsCancellationRequested)
        {
            var repeated = _unanswered is not null;
            if (!repeated)
                _askedAt = _clock.GetTimestamp();
            var call = _unanswered ??= parts.Ids.NewGuid();
            var chunk = await parts.Suspects.ClaimSuspectAsync(session, call, parts.Options.Queues, _types, fenced);
            _unanswered = null;
            if (chunk is null)
                return;
            RunsAlone(chunk.Key.Lo, chunk.Key.JobId.ToString());
            slots.Give(chunk, repeated ? _askedAt : _clock.GetTimestamp());
            await EmptyAsync(Timeout.InfiniteTimeSpan, ct);
        }
    }

    /// <summary>Waits until this session holds nothing whose outcome is not recorded.</summary>
    private async ValueTask<bool> EmptyAsync(TimeSpan atMost, CancellationToken ct)
    {
        var began = _clock.GetTimestamp();
        for (var pause = FirstPause; !holdsNothing(); pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            if (atMost != Timeout.InfiniteTimeSpan && _clock.GetElapsedTime(began) >= atMost)
                return false;
            await Task.Delay(pause, _clock, ct);
        }

        return true;
    }

    [LoggerMessage(LogLevel.Information, "Item {Item} of {Job} runs alone: the worker that ran it before died")]
    private partial void RunsAlone(int item, string job);

    [LoggerMessage(LogLevel.Debug, "Items that are to run alone wait for the store: {Reason}")]
    private partial void SuspectsStay(string reason);

    [LoggerMessage(LogLevel.Error, "Running items alone failed; it is tried again")]
    private partial void IsolationFailed(Exception exception);
}
