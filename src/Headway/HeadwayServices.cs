using Headway.Client;
using Headway.Handlers;
using Headway.Live;
using Headway.Model;
using Headway.Store;
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
        services.TryAddSingleton<JobClient>();
        services.TryAddSingleton<JobQueries>();
        services.TryAddSingleton<JobLives>();
        services.TryAddSingleton<JobExport>();
        services.TryAddSingleton<StatsQueries>();
        services.TryAddSingleton(provider => (IStatsStore)provider.GetRequiredService<IJobStore>());
        services.TryAddSingleton<EventFeed>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, EventFeed>(provider => provider.GetRequiredService<EventFeed>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Reaper>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DuePromoter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StatsKeeper>());
        configure(new HeadwayBuilder(services));
        return services;
    }
}
