using System.Runtime.CompilerServices;
using Headway.Live;
using Headway.Machine;
using Headway.Model;
using Headway.Store;
using Headway.Upkeep;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Headway.Sim.Engine;

/// <summary>One process: the engine as it is shipped, on virtual time, with its own way to the store.</summary>
internal sealed class SimNode
{
    private readonly ServiceProvider _services;

    public SimNode(SimWorld world, string name)
    {
        Way = new SimNodeStore(world.Store, world);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(world.Clock);
        services.AddSingleton(new IdSource(world.Clock, new Random(world.Draw(int.MaxValue))));
        services.AddSingleton<IJobStore>(Way);
        services.AddSingleton(world);
        var retry = new RetryPolicy { Retries = 3, BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(10) };
        services.AddHeadway(headway => headway
            .AddJobType<SimHandler>("work", type => type with { Retry = retry })
            .AddJobType<SimPlanner>("plan", type => type with { Retry = retry, Chunk = 3 })
            .AddWorker(new WorkerOptions { Name = name, Slots = 4 }));
        _services = services.BuildServiceProvider();
    }

    public SimNodeStore Way { get; }

    /// <summary>Starts every loop of the engine on the simulation's scheduler.</summary>
    public void Start(SimWorld world)
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            // BackgroundService.StartAsync would leave for the thread pool.
            world.Scheduler.Start(
                () => service switch
                {
                    WorkerHost worker => Execute(worker, CancellationToken.None),
                    Reaper reaper => Execute(reaper, CancellationToken.None),
                    DuePromoter promoter => Execute(promoter, CancellationToken.None),
                    StatsKeeper keeper => Execute(keeper, CancellationToken.None),
                    EventFeed feed => Execute(feed, CancellationToken.None),
                    _ => throw new InvalidOperationException($"{service} is not known to the simulation"),
                },
                e => world.History.Wrongs.Add($"{service.GetType().Name} died: {e}"));
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(WorkerHost worker, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(Reaper reaper, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(DuePromoter promoter, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(StatsKeeper keeper, CancellationToken stoppingToken);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteAsync")]
    private static extern Task Execute(EventFeed feed, CancellationToken stoppingToken);
}
