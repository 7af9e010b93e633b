using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Sim;
using Headway.Store;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Headway.Tests.Worker;

/// <summary>A host with a worker over the simulated store, in virtual time: time moves only while a test waits for something.</summary>
internal sealed class WorkerBench : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly IHost _host;

    private WorkerBench(IHost host, SimClock clock, SimStore store, FlakyStore line) =>
        (_host, Clock, Store, Line) = (host, clock, store, line);

    public SimClock Clock { get; }

    /// <summary>The store itself, always there to look at.</summary>
    public SimStore Store { get; }

    /// <summary>The store as the engine sees it.</summary>
    public FlakyStore Line { get; }

    public JobClient Client => _host.Services.GetRequiredService<JobClient>();

    public ScheduleClient Schedules => _host.Services.GetRequiredService<ScheduleClient>();

    /// <summary>Another part of the engine.</summary>
    public T Ask<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<WorkerBench> StartAsync(
        Action<HeadwayBuilder> types, WorkerOptions? options = null, bool work = true)
    {
        var clock = new SimClock();
        var store = new SimStore(clock);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new IdSource(clock, new Random(1)));
        var line = new FlakyStore(store);
        builder.Services.AddSimStore(store).AddSingleton<IJobStore>(line);
        builder.Services.AddLogging();
        builder.Services.AddHeadway(headway =>
        {
            types(headway);
            if (work)
                headway.AddWorker(options ?? new WorkerOptions { Slots = 4 });
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new WorkerBench(host, clock, store, line);
    }

    /// <summary>A bench whose only job type does what the test says.</summary>
    public static Task<WorkerBench> StartAsync(
        Func<ItemContext, CancellationToken, ValueTask<Outcome>> work, Func<JobType, JobType>? configure = null,
        WorkerOptions? options = null) => StartAsync(
        headway =>
        {
            headway.Services.AddSingleton(new Script(work));
            headway.AddJobType<Told>("told", configure);
        },
        options);

    /// <summary>Submits a job of that type.</summary>
    /// <param name="items">How many items; null for a simple job.</param>
    public ValueTask<JobId> TellAsync(int? items = null) => Client.EnqueueAsync(new NewJob
    {
        Type = "told",
        Items = items is { } count ? [.. Enumerable.Range(1, count).Select(no => new NewItem($"item {no}", null))] : null,
    });

    public async Task<IReadOnlyList<AttemptOutcome>> AttemptsAsync(JobId id, int no = 1) =>
        [.. (await Store.ListAttemptsAsync(id, no, CancellationToken.None)).Select(attempt => attempt.Outcome)];

    /// <summary>Lets virtual time run until something is so; fails after 20 s of real time.</summary>
    public Task<T> UntilAsync<T>(Func<ValueTask<T?>> ask, string what) where T : class => UntilAsync(ask, what, Step);

    /// <summary>Waits while virtual time stands still.</summary>
    public Task<T> StillAsync<T>(Func<ValueTask<T?>> ask, string what) where T : class => UntilAsync(ask, what, TimeSpan.Zero);

    /// <summary>Lets virtual time run in steps of another length, for what takes long in virtual time.</summary>
    public Task<T> UntilAsync<T>(Func<ValueTask<T?>> ask, string what, TimeSpan step) where T : class =>
        Eventually.IsThereAsync(ask, () => Clock.Advance(step), what);

    public Task<Job> UntilAsync(JobId id, Func<Job, bool> so, string what) => UntilAsync(async () =>
    {
        var job = await Store.GetJobAsync(id, CancellationToken.None);
        return job is not null && so(job) ? job : null;
    }, what);

    public Task<Job> UntilFinalAsync(JobId id) => UntilAsync(id, job => job.Phase == JobPhase.Final, "the end of the job");

    /// <summary>Lets virtual time run while a task ends.</summary>
    public async Task WhileAsync(Task task)
    {
        await UntilAsync(() => ValueTask.FromResult(task.IsCompleted ? task : null), "a task to end");
        await task;
    }

    /// <summary>Asks the host to stop; time has to move, or the work to end, before it does.</summary>
    public Task BeginStopAsync() => _host.StopAsync(CancellationToken.None);

    public Task StopAsync() => WhileAsync(BeginStopAsync());

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
        Store.Dispose();
    }
}
