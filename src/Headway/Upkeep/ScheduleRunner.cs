using Headway.Client;
using Headway.Machine;
using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>Makes the fires of schedules when their time has come. Runs on every node; the store lets one of them have each fire.</summary>
internal sealed partial class ScheduleRunner(
    IScheduleStore store, ScheduleClient schedules, TimeProvider clock, ILogger<ScheduleRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TryUnreadable = TimeSpan.FromMinutes(1);
    private readonly HashSet<Guid> _unreadable = [];
    private long _unreadableSince;

    /// <summary>Fires until stopped.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = await FireAsync(stopping);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, stopping);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async ValueTask<TimeSpan> FireAsync(CancellationToken ct)
    {
        try
        {
            if (_unreadable.Count > 0 && clock.GetElapsedTime(_unreadableSince) > TryUnreadable)
                _unreadable.Clear();
            var round = await store.FireAsync(Decide, [.. _unreadable], ct);
            if (round.Schedules > 0)
                return TimeSpan.Zero;
            if (round.NextIn is { } next && next < Longest)
                return next > Shortest ? next : Shortest;
        }
        catch (StoreUnavailableException e)
        {
            RunnerWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            FiringFailed(e);
        }

        return Longest;
    }

    /// <summary>
    /// A timing this node cannot read (a time zone it has no data for) is left to the others, and looked at again after a minute.
    /// </summary>
    private FirePlan? Decide(DueSchedule due)
    {
        try
        {
            return FirePlanner.Decide(due, () => schedules.JobOf(due.Schedule));
        }
        catch (SubmissionException e)
        {
            if (_unreadable.Count == 0)
                _unreadableSince = clock.GetTimestamp();
            if (_unreadable.Add(due.Schedule.Id))
                NotReadable(due.Schedule.Name, e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Debug, "The schedules wait for the store: {Reason}")]
    private partial void RunnerWaits(string reason);

    [LoggerMessage(LogLevel.Error, "Firing schedules failed; the runner goes on")]
    private partial void FiringFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "This node cannot fire the schedule {Name} and leaves it to others: {Reason}")]
    private partial void NotReadable(string name, string reason);
}
