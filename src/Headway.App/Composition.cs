using Headway.Client;
using Headway.Handlers;
using Headway.Live;
using Headway.Model;

namespace Headway.App;

/// <summary>What every process of Headway is made of, whether it serves or only works.</summary>
internal static class Composition
{
    /// <summary>Adds engine, store and job types.</summary>
    public static void Add(IServiceCollection services, Settings settings, bool worker)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new IdSource(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<JobTypeRegistry>();
        services.AddSingleton<JobClient>();
        services.AddSingleton<JobQueries>();
        services.AddSingleton<EventFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
    }
}
