using Headway.Bulk;
using Headway.Client;
using Headway.Deliveries;
using Headway.Handlers;
using Headway.Live;
using Headway.Machine;
using Headway.Model;
using Headway.Schemas;
using Headway.Telemetry;
using Headway.Upkeep;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Headway;

/// <summary>Puts Headway into a host.</summary>
public static class HeadwayServices
{
    /// <summary>
    /// Registers the engine: client, queries, live feed and upkeep. Add a store beside it (<c>AddHeadwayStore</c>),
    /// job types and, where this process is to work, a worker.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Job types and worker.</param>
    public static IServiceCollection AddHeadway(this IServiceCollection services, Action<HeadwayBuilder> configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new IdSource(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<HeadwayOptions>();
        services.TryAddSingleton<WorkerOptions>();
        services.TryAddSingleton<JobTypeRegistry>();
        services.TryAddSingleton<JobSchemas>();
        services.TryAddSingleton<JobClient>();
        services.TryAddSingleton<JobQueries>();
        services.TryAddSingleton<JobLives>();
        services.TryAddSingleton<JobRollback>();
        services.TryAddSingleton<JobExport>();
        services.TryAddSingleton<JobInspection>();
        services.TryAddSingleton<ScheduleClient>();
        services.TryAddSingleton<JobDriver>();
        services.TryAddSingleton<AttemptQueries>();
        services.TryAddSingleton<JobLogs>();
        services.TryAddSingleton<FlowClient>();
        services.TryAddSingleton<JobArchive>();
        services.TryAddSingleton<BulkClient>();
        services.TryAddSingleton<StatsQueries>();
        services.TryAddSingleton<DeliveryOptions>();
        services.TryAddSingleton<SubscriptionClient>();
        services.TryAddSingleton<BreakerRule>();
        services.TryAddSingleton<Breakers>();
        services.TryAddSingleton<RetryBudgets>();
        services.TryAddSingleton<BreakerClient>();
        services.TryAddSingleton<ErrorClient>();
        services.TryAddSingleton<EventFeed>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, EventFeed>(provider => provider.GetRequiredService<EventFeed>()));
        services.TryAddSingleton<HeadwayMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StoreSampler>());
        AddUpkeep(services);
        var headway = new HeadwayBuilder(services);
        headway.AddJobLog();
        if (!services.Any(known => known.ImplementationInstance is JobType { Name: BulkHandler.TypeName }))
            headway.AddJobType<BulkHandler>(BulkHandler.TypeName, type => type with { Title = "Bulk operation", Chunk = 500 });
        configure(headway);
        return services;
    }

    /// <summary>What every node does besides, for the store's sake.</summary>
    private static void AddUpkeep(IServiceCollection services)
    {
        services.TryAddSingleton<KeepTimes>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Reaper>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DuePromoter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StatsKeeper>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ScheduleRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RequestPruner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FlowKeeper>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FamilyKeeper>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Pruner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DeliveryRunner>());
    }
}
