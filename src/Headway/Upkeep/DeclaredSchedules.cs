using Headway.Client;
using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>Brings the schedules in the store in line with those declared in code, once, as soon as the store answers.</summary>
internal sealed partial class DeclaredSchedules(
    IEnumerable<DeclaredSchedule> declared, ScheduleClient schedules, TimeProvider clock, ILogger<DeclaredSchedules> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (schedule, name) in declared.Select(one => (one.Schedule, one.Schedule.Name)))
        {
            while (!await TryAsync(() => schedules.PutAsync(schedule, "code", stoppingToken), name))
                await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async ValueTask<bool> TryAsync<T>(Func<ValueTask<T>> put, string name)
    {
        try
        {
            await put();
            return true;
        }
        catch (StoreUnavailableException e)
        {
            SchedulesWait(e.Message);
            return false;
        }
        catch (SubmissionException e)
        {
            ScheduleRefused(name, e.Message);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Declared schedules wait for the store: {Reason}")]
    private partial void SchedulesWait(string reason);

    [LoggerMessage(LogLevel.Error, "The declared schedule '{Name}' was not taken: {Reason}")]
    private partial void ScheduleRefused(string name, string reason);
}
