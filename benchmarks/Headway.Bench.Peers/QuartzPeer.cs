using Headway.Bench.Runs;
using Npgsql;
using Quartz;

namespace Headway.Bench.Peers;

/// <summary>Quartz over its PostgreSQL job store, clustered; one durable job, a trigger that fires once for each submission.</summary>
internal sealed class QuartzPeer(IScheduler scheduler, NpgsqlDataSource source) : IPeer
{
    private static readonly JobKey Job = new("nothing");
    private int _last;

    public static async Task<QuartzPeer> OpenAsync(RunArgs run)
    {
        var scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.UseDefaultThreadPool(run.Slots);
            quartz.ConfigureScheduler(options => options.MaxBatchSize = 10);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(run.Connection);
                store.UseClustering();
                store.ProvisionSchema();
            });
        }).BuildScheduler();
        await scheduler.AddJob(JobBuilder.Create<NothingJob>().WithIdentity(Job).StoreDurably().Build());
        return new QuartzPeer(scheduler, NpgsqlDataSource.Create(run.Connection));
    }

    public async Task EnqueueAsync() => await scheduler.ScheduleJob(Trigger(null));

    public async Task EnqueueAsync(long stamp) => await scheduler.ScheduleJob(Trigger(stamp));

    public async Task StartAsync() => await scheduler.Start();

    /// <summary>A trigger that has fired is gone.</summary>
    public async Task<long> DoneAsync()
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM qrtz_triggers");
        return _last - (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await scheduler.Shutdown();
        await source.DisposeAsync();
    }

    private ITrigger Trigger(long? stamp)
    {
        var trigger = TriggerBuilder.Create().WithIdentity($"t{Interlocked.Increment(ref _last)}").ForJob(Job).StartNow();
        return stamp is { } at ? trigger.UsingJobData("at", at).Build() : trigger.Build();
    }

    private sealed class NothingJob : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            if (context.MergedJobDataMap.TryGetValue("at", out var at))
                Work.Stamped(Convert.ToInt64(at));
            else
                Work.Nothing();
            return ValueTask.CompletedTask;
        }
    }
}
