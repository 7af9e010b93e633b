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
    private readonly CancellationTokenSource _drain = new();
    private readonly ILogger _logger = parts.Logger;

    /// <summary>Product version, as sessions tell it.</summary>
    internal static string Version { get; } =
        typeof(WorkerHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Stops claiming, lets what runs end in time, hands back the rest and closes the session; the host goes on.</summary>
    /// <param name="ct">Gives up waiting, not draining.</param>
    public async Task DrainAsync(CancellationToken ct)
    {
        _drain.Cancel();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(ct);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _drain.Dispose();
        base.Dispose();
    }

    /// <summary>Works until <paramref name="stopping"/> or a drain.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _drain.Token);
        KeepThreadsSpare();
        await Task.Yield();
        while (!either.IsCancellationRequested)
        {
            var aliveAt = parts.Clock.GetTimestamp();
            if (await OpenAsync(either.Token) is not { } session)
                continue;
            using var run = new SessionRun(session, aliveAt, parts);
            if (!await run.RunAsync(either.Token))
                await CloseAsync(session);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <returns>Null where the store could not take it: ask again.</returns>
    private async ValueTask<Guid?> OpenAsync(CancellationToken ct)
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
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotOpened(e);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }

        await Task.WhenAny(Task.Delay(Patience, parts.Clock, ct));
        return null;
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

    /// <summary>Handlers may hold on to their threads; the beat must not wait until the pool has grown.</summary>
    private void KeepThreadsSpare()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Math.Min(parts.Options.Slots, 64) + Environment.ProcessorCount), ports);
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
            Version = Version,
            Slots = parts.Options.Slots,
            MemoryBytes = Environment.WorkingSet,
            Queues = parts.Options.Queues,
            Types = [.. types],
        };
    }

    [LoggerMessage(LogLevel.Information, "Worker {Worker} came up with {Slots} slots for {Types} job types")]
    private partial void SessionOpened(string worker, int slots, int types);

    [LoggerMessage(LogLevel.Information, "The worker drained and its session was closed")]
    private partial void SessionClosed();

    [LoggerMessage(LogLevel.Warning, "The worker waits for the store: {Reason}")]
    private partial void WorkerWaits(string reason);

    [LoggerMessage(LogLevel.Error, "No session could be opened; the worker tries again")]
    private partial void NotOpened(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The session was not closed: {Reason}; its lease will run out")]
    private partial void NotClosed(string reason);
}
