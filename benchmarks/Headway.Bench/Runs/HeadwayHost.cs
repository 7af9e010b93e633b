using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Headway.Bench.Runs;

/// <summary>The whole engine as a user gets it, with or without a worker.</summary>
internal sealed class HeadwayHost : IAsyncDisposable
{
    private readonly IHost _host;

    private HeadwayHost(IHost host) => _host = host;

    public Seen Seen => _host.Services.GetRequiredService<Seen>();

    public JobClient Client => _host.Services.GetRequiredService<JobClient>();

    public JobQueries Queries => _host.Services.GetRequiredService<JobQueries>();

    /// <param name="connection">As the product takes it.</param>
    /// <param name="slots">0: no worker.</param>
    public static HeadwayHost Open(string connection, int slots)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<Seen>();
        builder.Services.AddHeadwayStore(connection);
        builder.Services.AddHeadway(headway =>
        {
            headway.AddJobType<Nothing>("bench.nothing").AddJobType<Stamped>("bench.stamped")
                .AddJobType<Many>("bench.many", type => type with { Chunk = 100 });
            if (slots > 0)
                headway.AddWorker(new WorkerOptions { Slots = slots });
        });
        return new HeadwayHost(builder.Build());
    }

    public async ValueTask StartAsync() => await _host.StartAsync();

    /// <summary>Waits until the store says that so many jobs have completed.</summary>
    public Task CompletedAsync(long jobs, TimeSpan atMost) => Stopwatches.UntilAsync(
        async () => (await Queries.CountJobsAsync(null, CancellationToken.None)).GetValueOrDefault(JobStatus.Completed) >= jobs,
        atMost, $"{jobs} jobs completed");

    /// <summary>Submits simple jobs, a thousand a call.</summary>
    public async Task EnqueueAsync(int count)
    {
        for (var done = 0; done < count;)
        {
            var page = Math.Min(1000, count - done);
            await Client.EnqueueManyAsync([.. Enumerable.Range(0, page).Select(_ => new NewJob { Type = "bench.nothing" })]);
            done += page;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        else
            _host.Dispose();
    }
}
