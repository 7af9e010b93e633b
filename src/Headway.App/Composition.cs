using Headway.Catalog;
using Headway.Worker;

namespace Headway.App;

/// <summary>What every process of Headway is made of, whether it serves or only works.</summary>
internal static class Composition
{
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(10);

    /// <summary>Adds engine, store and job types.</summary>
    public static void Add(IServiceCollection services, Settings settings, bool worker)
    {
        services.AddHeadway(headway =>
        {
            headway.AddCatalog(Path.Combine(settings.Data, "files"));
            if (worker)
                headway.AddWorker(WorkerOf(settings));
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.DrainSeconds) + AfterDrain);
    }

    private static WorkerOptions WorkerOf(Settings settings)
    {
        var options = new WorkerOptions { DrainGrace = TimeSpan.FromSeconds(settings.DrainSeconds) };
        return settings.Slots is { } slots ? options with { Slots = slots } : options;
    }
}
