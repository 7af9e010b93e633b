using System.Net;
using Headway.Client;
using Headway.Machine;
using Headway.Model;
using Headway.Sim;
using Headway.Store;
using Headway.Web.Api;
using Headway.Web.Dashboard;
using Headway.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Web.Tests.Browser;

/// <summary>
/// Engine, API and dashboard on a real Kestrel, over a store that outlives the server, so that a server can die and another take its place.
/// Items end when the test says so.
/// </summary>
public sealed class DashboardServer(string prefix = "/") : IAsyncDisposable
{
    public const string Type = "skills.syllabus";

    private readonly SimStore _store = new(TimeProvider.System);
    private WebApplication? _app;
    private int _port;

    public Gate Gate { get; } = new();

    public string Address => $"http://127.0.0.1:{_port}{prefix.TrimEnd('/')}/";

    public JobClient Client => _app!.Services.GetRequiredService<JobClient>();

    public IJobStore Store => _store;

    public async Task StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = "Headway.App",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        builder.Services.AddSimStore(_store).AddSingleton(Gate);
        builder.Services.AddHeadway(headway =>
        {
            headway.AddJobType<GatedHandler>(Type, type => type with
            {
                Title = "Syllabus skills",
                Category = "Syllabi",
                Retry = new RetryPolicy { Retries = 0 },
            });
            headway.AddWorker(new WorkerOptions { Slots = 4, DrainGrace = TimeSpan.Zero });
        });
        builder.Services.AddHeadwayApi();
        builder.Services.AddHeadwayDashboard();

        _app = builder.Build();
        _app.UseHeadwayGuards();
        _app.MapHeadwayApi();
        _app.MapHeadway(prefix);
        await _app.StartAsync(ct);
        _port = new Uri(_app.Urls.First()).Port;
    }

    /// <summary>Ends the server as a crash would: nobody is told, every connection breaks.</summary>
    public async Task DieAsync()
    {
        if (_app is null)
            return;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    public ValueTask<JobId> SubmitAsync(int items, string name, CancellationToken ct) => Client.EnqueueAsync(
        new NewJob
        {
            Type = Type,
            Name = name,
            Items = [.. Enumerable.Range(1, items).Select(no => new NewItem($"syllabus {no}.pdf", "{}"))],
        },
        ct);

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        await DieAsync();
        _store.Dispose();
        Gate.Dispose();
    }
}
