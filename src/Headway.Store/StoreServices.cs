using Headway.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Headway.Store;

/// <summary>Puts the SQL store into a host.</summary>
public static class StoreServices
{
    /// <summary>Registers an opened store as everything the host wants of one; whoever opened it disposes it.</summary>
    public static IServiceCollection AddHeadwayStore(this IServiceCollection services, SqlJobStore store)
    {
        services.TryAddSingleton(store); // as an instance, in every face: what a factory gives, the container would dispose
        return AddFaces(services, store);
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
        return AddFaces(services, null);
    }

    private static IServiceCollection AddFaces(IServiceCollection services, SqlJobStore? opened)
    {
        Add<IJobStore>();
        Add<IArchiveStore>();
        Add<IAttemptStore>();
        Add<IBreakerStore>();
        Add<IBulkStore>();
        Add<IControlStore>();
        Add<IDeliveryStore>();
        Add<IErrorStore>();
        Add<IExportStore>();
        Add<IFamilyStore>();
        Add<IImageStore>();
        Add<IInspectStore>();
        Add<IKeyStore>();
        Add<ILifeStore>();
        Add<ILimitStore>();
        Add<ILogStore>();
        Add<IPeopleStore>();
        Add<IProcessStore>();
        Add<IRequestStore>();
        Add<IScheduleStore>();
        Add<IStatsStore>();
        Add<ITimeLimitStore>();
        Add<IStoreProbe>();
        Add<ISuspectStore>();
        services.TryAddSingleton<TransactionalClient>();
        return services;

        void Add<TFace>() where TFace : class
        {
            if (opened is not null)
                services.TryAddSingleton((TFace)(object)opened);
            else
                services.TryAddSingleton(provider => (TFace)(object)provider.GetRequiredService<SqlJobStore>().Shared());
        }
    }
}
