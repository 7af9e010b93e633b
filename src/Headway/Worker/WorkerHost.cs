using System.Reflection;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Runs worker sessions one after another: one is enough unless the lease is lost, and then a new one begins with nothing.
/// </summary>
internal sealed partial class WorkerHost(WorkerParts parts) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);
    private readonly ILogger _logger = parts.Logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        parts.Options.Check();
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await OpenAsync(stoppingToken) is not { } session)
                return;
            using var run = new SessionRun(session, parts);
            if (await run.RunAsync(stoppingToken))
                continue;
            await CloseAsync(session);
        }
    }

    private async ValueTask<Guid?> OpenAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var session = Describe(parts.Ids.NewGuid());
                await parts.Store.OpenSessionAsync(session, parts.Options.Lease, ct);
                SessionOpened(session.Worker, session.Slots, session.Types.Count);
                return session.Id;
            }
            catch (StoreUnavailableException e)
            {
                WorkerWaits(e.Message);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return null;
            }

            await Task.Delay(Patience, parts.Clock, CancellationToken.None);
            if (ct.IsCancellationRequested)
                return null;
        }
    }

    private async ValueTask CloseAsync(Guid session)
    {
        using var late = new CancellationTokenSource(CloseWithin, parts.Clock);
        try
        {
            await parts.Store.CloseSessionAsync(session, late.Token);
            SessionClosed();
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            NotClosed(e.Message); // the reaper ends it when the lease runs out
        }
    }

    private WorkerSession Describe(Guid id)
    {
        var host = Environment.MachineName;
        var types = parts.Types.All.Select(type => type.Name).Where(name => parts.Options.Types?.Contains(name) != false);
        return new WorkerSession
        {
            Id = id,
            Worker = parts.Options.Name ?? $"{host}:{Environment.ProcessId}",
            Host = host,
            ProcessId = Environment.ProcessId,
            Version = typeof(WorkerHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion.Split('+')[0] ?? "0",
            Slots = parts.Options.Slots,
            MemoryBytes = Environment.WorkingSet,
            Queues = parts.Options.Queues,
            Types = [.. types],
        };
    }

    [LoggerMessage(LogLevel.Information, "Worker {Worker} is up with {Slots} slots for {Types} job types")]
    private partial void SessionOpened(string worker, int slots, int types);

    [LoggerMessage(LogLevel.Information, "The worker has drained and its session is closed")]
    private partial void SessionClosed();

    [LoggerMessage(LogLevel.Warning, "The worker waits for the store: {Reason}")]
    private partial void WorkerWaits(string reason);

    [LoggerMessage(LogLevel.Warning, "The session was not closed: {Reason}; its lease will run out")]
    private partial void NotClosed(string reason);
}
