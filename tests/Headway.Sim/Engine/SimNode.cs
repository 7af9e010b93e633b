using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Headway.Deliveries;
using Headway.Live;
using Headway.Logs;
using Headway.Machine;
using Headway.Model;
using Headway.Store;
using Headway.Telemetry;
using Headway.Upkeep;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headway.Sim.Engine;

/// <summary>One process: the engine as it is shipped, on virtual time, with its own way to the store.</summary>
[SuppressMessage("Design", "CA1001", Justification = "a node lives as long as its world")]
internal sealed class SimNode
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services;
    private readonly bool _follows;

    /// <param name="world">Where it is.</param>
    /// <param name="name">What its worker is called.</param>
    /// <param name="follows">Whether it reads the feed and samples the store too; one node that does is enough.</param>
    public SimNode(SimWorld world, string name, bool follows = true)
    {
        _follows = follows;
        Way = new SimNodeStore(world.Store, world);
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<TimeProvider>(world.Clock);
        services.AddSingleton(new IdSource(world.Clock, new Random(world.Draw(int.MaxValue))));
        services.AddSingleton<IJobStore>(Way).AddSingleton<ISuspectStore>(Way);
        services.AddSingleton<IRequestStore>(world.Store);
        services.AddSingleton<IControlStore>(Way);
        services.AddSingleton<IScheduleStore>(Way);
        services.AddSingleton<ILimitStore>(Way);
        services.AddSingleton<ITimeLimitStore>(Way);
        services.AddSingleton<IBreakerStore>(Way);
        services.AddSingleton<IStatsStore>(Way);
        services.AddSingleton(world).AddSingleton(this);
        var retry = new RetryPolicy { Retries = 3, BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(10) };
        services.AddHeadway(headway => headway
            .AddJobType<SimHandler>("work", type => type with { Retry = retry })
            .AddJobType<SimPlanner>("plan", type => type with { Retry = retry, Chunk = 3 })
            .AddWorker(new WorkerOptions { Name = name, Slots = 4, Usage = () => default }));
        _services = services.BuildServiceProvider();
    }

    public SimNodeStore Way { get; }

    /// <summary>Asks it to stop: what runs is drained, then its session is closed.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Starts every loop of the engine on the simulation's scheduler.</summary>
    public void Start(SimWorld world)
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            if (service is DeliveryRunner || (!_follows && service is (EventFeed or StoreSampler)))
                continue; // nobody has subscribed to anything here
            // BackgroundService.StartAsync would leave for the thread pool.
            world.Scheduler.Start(
                () => service switch
                {
                    WorkerHost worker => Execute(worker, _stop.Token),
                    Reaper reaper => Execute(reaper, _stop.Token),
                    DuePromoter promoter => Execute(promoter, _stop.Token),
                    RequestPruner pruner => Execute(pruner, _stop.Token),
                    ScheduleRunner runner => Execute(runner, _stop.Token),
                    FlowKeeper keeper => Execute(keeper, _stop.Token),
                    Pruner pruner => Execute(pruner, _stop.Token),
                    EventFeed feed => Execute(feed, _stop.Token),
                    StoreSampler sampler => Execute(sampler, _stop.Token),
                    JobLogWriter writer => Execute(writer, _stop.Token),
                    FamilyKeeper keeper => Execute(keeper, _stop.Token),
                    StatsKeeper keeper => Execute(keeper, _stop.Token),
                    _ => throw new InvalidOperationException($"{service} is not known to the simulation"),
                },
                e => Died(world, service, e));
        }
    }

    private void Died(SimWorld world, IHostedService service, Exception e)
    {
        if (e is not OperationCanceledException || !_stop.IsCancellationRequested)
            world.History.Wrongs.Add($"{service.GetType().Name} died: {e}");
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(WorkerHost worker, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(Reaper reaper, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(DuePromoter promoter, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(RequestPruner pruner, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(ScheduleRunner runner, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(FlowKeeper keeper, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(FamilyKeeper keeper, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(Pruner pruner, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(StatsKeeper keeper, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(EventFeed feed, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(StoreSampler sampler, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(JobLogWriter writer, CancellationToken stoppingToken);
}
