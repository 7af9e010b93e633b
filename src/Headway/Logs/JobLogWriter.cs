using Headway.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Logs;

/// <summary>
/// Writes what handlers said, once a second and once more at the end, and drops what is too old. A store that keeps no logs
/// ends it at once.
/// </summary>
internal sealed partial class JobLogWriter(
    JobLog log, JobLogOptions options, TimeProvider clock, ILogger<JobLogWriter> logger, IServiceProvider services) : BackgroundService
{
    private const int MaxLines = 2000;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PrunePace = TimeSpan.FromMinutes(10);
    private readonly ILogStore? _store = services.GetService<ILogStore>();

    /// <summary>Writes what waits.</summary>
    /// <returns>False where the store is away; nothing is lost by that.</returns>
    internal async ValueTask<bool> WriteAsync(CancellationToken ct)
    {
        while (_store is not null && log.Take(MaxLines) is { Count: > 0 } lines)
        {
            try
            {
                await _store.AppendLogAsync(lines, ct);
            }
            catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
            {
                log.PutBack(lines);
                LinesWait(lines.Count, e.Message);
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await GuardedAsync(async () => await WriteAsync(cancellationToken));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var prunedAt = clock.GetTimestamp();
        while (_store is not null && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pace, clock, stoppingToken);
            await GuardedAsync(async () => await WriteAsync(stoppingToken));
            if (clock.GetElapsedTime(prunedAt) < PrunePace)
                continue;
            prunedAt = clock.GetTimestamp();
            await GuardedAsync(() => PruneAsync(stoppingToken));
        }
    }

    private async Task PruneAsync(CancellationToken ct)
    {
        const int Rows = 5000;
        while (await _store!.PruneLogAsync(options.Keep, Rows, ct) == Rows)
            await Task.Yield();
    }

    private async Task GuardedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreUnavailableException e)
        {
            LinesWait(0, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            WritingFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Count} lines of job logs wait for the store: {Reason}")]
    private partial void LinesWait(int count, string reason);

    [LoggerMessage(LogLevel.Error, "Job logs could not be written; the lines of this second are lost")]
    private partial void WritingFailed(Exception exception);
}
