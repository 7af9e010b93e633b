using Headway.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Headway.Sim;

/// <summary>Puts the simulated store into a host.</summary>
public static class SimServices
{
    /// <summary>Registers it as everything a store is.</summary>
    public static IServiceCollection AddSimStore(this IServiceCollection services, SimStore store) => services
        .AddSingleton(store).AddSingleton<IJobStore>(store).AddSingleton<IExportStore>(store).AddSingleton<ILifeStore>(store)
        .AddSingleton<IScheduleStore>(store).AddSingleton<IStatsStore>(store).AddSingleton<IRequestStore>(store)
        .AddSingleton<IFamilyStore>(store).AddSingleton<IErrorStore>(store)
        .AddSingleton<IProcessStore>(store).AddSingleton<IStoreProbe>(store)
        .AddSingleton<ILogStore>(store).AddSingleton<IControlStore>(store).AddSingleton<ILimitStore>(store)
        .AddSingleton<ITimeLimitStore>(store).AddSingleton<IBreakerStore>(store)
        .AddSingleton<IArchiveStore>(store).AddSingleton<IAttemptStore>(store).AddSingleton<IDeliveryStore>(store)
        .AddSingleton<IInspectStore>(store).AddSingleton<IPeopleStore>(store).AddSingleton<IKeyStore>(store)
        .AddSingleton<ISuspectStore>(store).AddSingleton<IImageStore>(store).AddSingleton<IBulkStore>(store);
}
