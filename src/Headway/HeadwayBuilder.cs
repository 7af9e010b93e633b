using Headway.Deliveries;
using Headway.Handlers;
using Headway.Logs;
using Headway.Machine;
using Headway.Model;
using Headway.Upkeep;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway;

/// <summary>Says what a process knows and does; see <see cref="HeadwayServices.AddHeadway"/>.</summary>
public sealed class HeadwayBuilder
{
    internal HeadwayBuilder(IServiceCollection services) => Services = services;

    /// <summary>Where everything is registered, for other assemblies' own additions.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers a job type.</summary>
    /// <typeparam name="THandler">
    /// An <see cref="IJobHandler"/> or <see cref="IChunkHandler"/>; made anew, in a scope of its own, for each chunk.
    /// </typeparam>
    /// <param name="name">Stable name, e.g. <c>images.thumbnail</c>.</param>
    /// <param name="configure">Changes how it runs; null for the defaults.</param>
    public HeadwayBuilder AddJobType<THandler>(string name, Func<JobType, JobType>? configure = null) where THandler : class
    {
        var type = new JobType { Name = name, Handler = typeof(THandler) };
        Services.AddSingleton(configure?.Invoke(type) ?? type);
        if (type.HasRollback && !Services.Any(service => service.ImplementationInstance is JobType { Name: RollbackHandler.TypeName }))
            Services.AddSingleton(new JobType { Name = RollbackHandler.TypeName, Handler = typeof(RollbackHandler), Title = "Rollback" });
        return this;
    }

    /// <summary>
    /// Says when calls to a destination stop, and when they are tried again; the same for all processes of an installation.
    /// </summary>
    public HeadwayBuilder StopCalls(BreakerRule rule)
    {
        Services.RemoveAll<BreakerRule>();
        Services.AddSingleton(rule);
        return this;
    }

    /// <summary>Says how long what only passes through is kept; the same for all processes of an installation.</summary>
    public HeadwayBuilder Keep(KeepTimes times)
    {
        Services.RemoveAll<KeepTimes>();
        Services.AddSingleton(times);
        return this;
    }

    /// <summary>Says how much of what handlers log is kept with their jobs.</summary>
    public HeadwayBuilder KeepLogs(JobLogOptions options)
    {
        Services.RemoveAll<JobLogOptions>();
        Services.AddSingleton(options);
        return this;
    }

    /// <summary>Has this process send deliveries of a channel: news of ended jobs to whoever subscribed.</summary>
    /// <typeparam name="TSender">Knows how; one for each channel.</typeparam>
    /// <param name="options">How many at once, and how long they are kept; null leaves it as it is.</param>
    public HeadwayBuilder AddSender<TSender>(DeliveryOptions? options = null) where TSender : class, IDeliverySender
    {
        if (options is not null)
        {
            Services.RemoveAll<DeliveryOptions>();
            Services.AddSingleton(options);
        }

        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeliverySender, TSender>());
        return this;
    }

    /// <summary>Works jobs in this process. Without it the process only submits, shows and controls them.</summary>
    /// <param name="options">How; null for the defaults.</param>
    public HeadwayBuilder AddWorker(WorkerOptions? options = null)
    {
        var given = options ?? new WorkerOptions();
        given.Check();
        Services.RemoveAll<WorkerOptions>();
        Services.AddSingleton(given);
        Services.TryAddSingleton<ProgressReporter>();
        Services.TryAddSingleton<HandlerCalls>();
        Services.TryAddSingleton<Judge>();
        Services.TryAddSingleton<WorkerParts>();
        Services.TryAddSingleton<WorkerHost>();
        Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, WorkerHost>(services => services.GetRequiredService<WorkerHost>()));
        return this;
    }

    /// <summary>
    /// Declares a schedule. It is made when the host starts, or changed to this where it was declared otherwise before; one that is no
    /// longer declared stays until somebody removes it. A pause by hand outlasts the start.
    /// </summary>
    /// <param name="schedule">Its name says which; the same on every node.</param>
    public HeadwayBuilder AddSchedule(NewSchedule schedule)
    {
        Services.AddSingleton(new DeclaredSchedule(schedule));
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DeclaredSchedules>());
        return this;
    }

    internal void AddJobLog()
    {
        Services.TryAddSingleton<JobLogOptions>();
        Services.TryAddSingleton<JobLog>();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, JobLogProvider>());
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JobLogWriter>());
        // The host's least level is about its own output; what the log keeps is said by its options.
        Services.Configure<LoggerFilterOptions>(filters =>
            filters.Rules.Add(new LoggerFilterRule(typeof(JobLogProvider).FullName, null, LogLevel.Trace, null)));
    }
}
