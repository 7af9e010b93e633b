using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Headway.Catalog.Deliveries;
using Headway.Client;
using Headway.Deliveries;
using Headway.Handlers;
using Headway.Live;
using Headway.Machine;
using Headway.Model;
using Headway.Sim;
using Headway.Store;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Headway.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Headway.Web.Tests.Api;

/// <summary>
/// The API on a real Kestrel at a free port, over a SQLite file of its own. Nothing works its jobs but the test's own hands.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    public const long FileLimit = 1000;
    public const string Type = "test.echo";
    public const string Counted = "test.counted";
    public const string ShapedType = "test.shaped";

    private readonly WebApplication _app;
    private readonly Guid _session = Guid.NewGuid();

    private readonly string _folder;

    private ApiServer(WebApplication app, string folder)
    {
        (_app, _folder) = (app, folder);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IReadOnlyDictionary<string, string> Changed => _app.Services.GetRequiredService<Topics>();

    public IBreakerStore Breakers => _app.Services.GetRequiredService<IBreakerStore>();

    public IJobStore Store => _app.Services.GetRequiredService<IJobStore>();

    /// <summary>What the sink was given, by hash.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A server over SQLite, or over the simulated store where time is simulated.</summary>
    /// <param name="simulated">Time for store and streams; null: the machine's.</param>
    public static async Task<ApiServer> StartAsync(TimeProvider? simulated = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var services = builder.Services;
        var clock = simulated ?? TimeProvider.System;
        services.AddSingleton(clock);
        var folder = Directory.CreateTempSubdirectory("headway-").FullName;
        if (simulated is null)
            services.AddHeadwayStore(Path.Combine(folder, "headway.db"));
        else
            services.AddSimStore(new SimStore(simulated));
        services.AddSingleton(new IdSource(TimeProvider.System));
        services.AddSingleton(new JobType { Name = "system.bulk", Handler = typeof(PlanHandler) });
        services.AddSingleton(new JobType { Name = Type, Handler = typeof(EchoHandler), Title = "Echo", Category = "Tests" });
        services.AddSingleton<JobTypeRegistry>().AddSingleton<JobClient>().AddSingleton<JobQueries>().AddSingleton<EventFeed>()
            .AddSingleton<JobLives>().AddSingleton<JobRollback>().AddSingleton<ErrorClient>();
        services.AddSingleton(new JobType { Name = ShapedType, Handler = typeof(EchoHandler), InputType = typeof(Shaped) });
        services.AddSingleton<JobExport>().AddSingleton<StatsQueries>().AddSingleton<JobArchive>().AddSingleton<BulkClient>();
        services.AddSingleton<ScheduleClient>().AddSingleton<FlowClient>().AddSingleton<BreakerClient>().AddSingleton<BreakerRule>();
        services.AddSingleton<SubscriptionClient>().AddSingleton<DeliveryOptions>().AddSingleton<GuardedHttp>()
            .AddSingleton<OutboundOptions>().AddSingleton<IDeliverySender, WebhookSender>();
        services.AddSingleton<JobDriver>().AddSingleton(new HeadwayOptions()).AddSingleton(new WorkerOptions());
        services.AddSingleton(new JobType { Name = Counted, Handler = typeof(CountedHandler), Chunk = 2 });
        services.AddSingleton(new JobType { Name = "system.rollback", Handler = typeof(RollbackHandler) }).AddSingleton<Topics>();
        services.AddSingleton<IArchiveFiles>(new FolderArchive(Path.Combine(folder, "archive"), clock));
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        services.AddHeadwayApi();
        ApiServer? server = null;
        services.AddSingleton(
            new UploadSink { StoreAsync = (content, name, ct) => server!.KeepAsync(content, name, ct), Limit = (_, _) => FileLimit });

        var app = builder.Build();
        app.UseHeadwayGuards();
        app.MapHeadwayApi();
        await app.StartAsync(Ct);
        return server = new ApiServer(app, folder);
    }

    public Task StopAsync() => _app.StopAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Submits a job of so many items.</summary>
    public async Task<JobView> SubmitAsync(int items, string? name = null)
    {
        var request = new JobRequest
        {
            Type = Type,
            Name = name,
            Items = [.. Enumerable.Range(1, items).Select(no => new ItemRequest { Name = $"item {no}" })],
        };
        using var response = await Client.PostAsync("/api/v1/jobs", JsonContent.Create(request, WireJson.Default.JobRequest), Ct);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await ReadAsync<JobView>(response);
    }

    /// <summary>Stores so many jobs of one item, past the API.</summary>
    /// <returns>Their ids, oldest first.</returns>
    public async Task<IReadOnlyList<JobId>> SubmitManyAsync(int jobs)
    {
        var ids = _app.Services.GetRequiredService<IdSource>();
        EnqueuedJob[] rows = [.. Enumerable.Range(0, jobs).Select(_ =>
            new EnqueuedJob(ids.NewJobId(), new NewJob { Type = Type }, HasPlan: false, HasFinish: false, Chunk: 1, MaxAttempts: 1))
            .OrderBy(job => job.Id)];
        await Store.EnqueueAsync(rows, Ct);
        return [.. rows.Select(row => row.Id)];
    }

    /// <summary>Claims the next so many chunks.</summary>
    public async Task<IReadOnlyList<ClaimedChunk>> ClaimAsync(int chunks)
    {
        if (!(await Store.ListSessionsAsync(Ct)).Any(session => session.Id == _session))
            await Store.OpenSessionAsync(Session(), TimeSpan.FromMinutes(10), Ct);
        return await Store.ClaimAsync(new ClaimRequest(_session, Guid.NewGuid(), new Lane("default", Type, Orgs.Default), chunks, chunks),
            Ct);
    }

    /// <summary>Works the next so many items to one end.</summary>
    public async Task WorkAsync(int items, ItemState end = ItemState.Completed)
    {
        var fault = end == ItemState.Completed ? null : new Fault
        {
            Class = FaultClass.Permanent,
            Code = "encrypted",
            Message = "The file is encrypted.",
            Hint = "Save it without a password.",
            Detail = "   at Some.Where()",
        };
        foreach (var chunk in await ClaimAsync(items))
        {
            var output = fault is null ? """{"said":"hello"}""" : null;
            var outcome = new ItemOutcome { No = chunk.Key.Lo, State = end, Fault = fault, Output = output };
            Assert.True((await Store.FinishAsync(
                [new FinishedChunk(chunk.Key, [outcome], [], [], new ChunkUsage(TimeSpan.FromMilliseconds(5)))], Ct))[0]);
        }
    }

    public async Task<T> GetAsync<T>(string path)
    {
        using var response = await Client.GetAsync(path, Ct);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Ct)}");
        return await ReadAsync<T>(response);
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response) =>
        (T)(await response.Content.ReadFromJsonAsync(typeof(T), WireJson.Default, Ct))!;

    /// <summary>Reads a problem, and holds it to what every problem must be.</summary>
    public static async Task<ProblemView> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize(text, WireJson.Default.ProblemView)!;
        Assert.Equal(code, problem.Code);
        Assert.Equal((int)status, problem.Status);
        Assert.EndsWith(".", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        return problem;
    }

    private async ValueTask<UploadedFile> KeepAsync(Stream content, string name, CancellationToken ct)
    {
        var copy = new MemoryStream();
        await content.CopyToAsync(copy, ct);
        var bytes = copy.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Files[hash] = bytes;
        return new UploadedFile { Sha256 = hash, Bytes = bytes.Length, Name = name };
    }

    private WorkerSession Session() => new()
    {
        Id = _session,
        Worker = "hands",
        Host = "here",
        ProcessId = 1,
        Version = "test",
        Slots = 4,
        Queues = ["default"],
        Types = [Type],
    };

    private sealed record Shaped([property: Range(1, 9)] int Size, string? Note = null);

    /// <summary>Stands where the bulk handler does; nothing works its jobs here.</summary>
    private sealed class PlanHandler : IJobHandler, IPlanner
    {
        public async IAsyncEnumerable<NewItem> PlanAsync(
            JobContext job, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            await ValueTask.CompletedTask;
            yield return new NewItem(null, null);
        }

        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed());
    }

    private sealed class EchoHandler : IJobHandler
    {
        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(Outcome.Completed());
    }

    /// <summary>Plans five items; the last fails, the one before is skipped; its finish part gives a result.</summary>
    /// <summary>What <see cref="CountedHandler"/> changes, by name.</summary>
    internal sealed class Topics : ConcurrentDictionary<string, string>;

    private sealed class CountedHandler(Topics topics) : IJobHandler, IPlanner, ICounter, IFinisher, IRollback
    {
        public ValueTask<int> CountAsync(JobContext job, CancellationToken ct) => ValueTask.FromResult(5);

        public async IAsyncEnumerable<NewItem> PlanAsync(JobContext job, [EnumeratorCancellation] CancellationToken ct)
        {
            for (var no = 1; no <= 5; no++)
            {
                await Task.Yield();
                yield return new NewItem($"topic {no}", $$"""{"id":"t{{no}}"}""");
            }
        }

        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => ValueTask.FromResult(item.No switch
        {
            5 => Outcome.Failed(new Fault { Class = FaultClass.Permanent, Code = "bad", Message = "Invalid segment_type." }),
            4 => Outcome.Skipped("It is up to date."),
            _ => Outcome.Completed().With((scope, token) => ChangeAsync(scope, $"t{item.No}", token)),
        });

        public ValueTask<Outcome> FinishAsync(JobContext job, CancellationToken ct) =>
            ValueTask.FromResult(Outcome.Completed(new { Clusters = 1 }));

        public ValueTask<string?> ReadAsync(EffectScope scope, string kind, string key, CancellationToken ct) =>
            ValueTask.FromResult(topics.GetValueOrDefault(key));

        public ValueTask RestoreAsync(EffectScope scope, string kind, string key, string? before, CancellationToken ct)
        {
            if (before is null)
                topics.TryRemove(key, out _);
            else
                topics[key] = before;
            return ValueTask.CompletedTask;
        }

        private async ValueTask ChangeAsync(EffectScope scope, string key, CancellationToken ct)
        {
            await scope.BeforeAsync("topic", key, topics.GetValueOrDefault(key), "reclassified", ct);
            topics[key] = "reclassified";
        }
    }
}
