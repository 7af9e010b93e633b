using Headway.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Headway.Store;

/// <summary>Puts the SQL store into a host.</summary>
public static class StoreServices
{
    /// <summary>Registers an opened store as the host's <see cref="IJobStore"/>; whoever opened it disposes it.</summary>
    public static IServiceCollection AddHeadwayStore(this IServiceCollection services, SqlJobStore store)
    {
        services.TryAddSingleton(store);
        services.TryAddSingleton<IJobStore>(store);
        services.TryAddSingleton<IExportStore>(store);
        services.TryAddSingleton<ILifeStore>(store);
        services.TryAddSingleton<IStatsStore>(store);
        services.TryAddSingleton(store.Database);
        return services;
    }

    /// <summary>Registers a store that is opened, and its schema brought up to date, when the host first asks for it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="connection">A file for SQLite, or <c>postgres://…</c>.</param>
    /// <exception cref="DatabaseException">On first use: it cannot be used; the message says why and what to do.</exception>
    public static IServiceCollection AddHeadwayStore(this IServiceCollection services, string connection)
    {
        services.TryAddSingleton(provider =>
        {
            var options = new DatabaseOptions { Clock = provider.GetService<TimeProvider>() ?? TimeProvider.System };
            // The container knows no async factories; this happens once, while the host starts, where nothing else runs yet.
            return SqlJobStore.OpenAsync(connection, options, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        });
        services.TryAddSingleton<IJobStore>(provider => provider.GetRequiredService<SqlJobStore>());
        services.TryAddSingleton<IExportStore>(provider => provider.GetRequiredService<SqlJobStore>());
        services.TryAddSingleton<ILifeStore>(provider => provider.GetRequiredService<SqlJobStore>());
        services.TryAddSingleton<IStatsStore>(provider => provider.GetRequiredService<SqlJobStore>());
        services.TryAddSingleton(provider => provider.GetRequiredService<SqlJobStore>().Database);
        return services;
    }
}
