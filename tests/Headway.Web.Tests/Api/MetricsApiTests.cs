using System.Text.Json;
using System.Text.RegularExpressions;
using Headway.Client;
using Headway.Handlers;
using Headway.Sim;
using Headway.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Headway.Web.Tests.Api;

/// <summary>An embedded host with a worker: what it measures, as Prometheus reads it, and the board that shows it.</summary>
public sealed partial class MetricsApiTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private SimStore _store = null!;
    private string _text = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _store = new SimStore(TimeProvider.System);
        builder.Services.AddSimStore(_store);
        builder.Services.AddHeadway(headway => headway.AddJobType<Trying>("trying").AddWorker());
        builder.Services.AddHeadwayApi();
        _app = builder.Build();
        _app.MapHeadwayApi();
        await _app.StartAsync(Ct);

        var client = _app.Services.GetRequiredService<JobClient>();
        foreach (var fail in new[] { false, true })
            await client.WaitAsync(await client.EnqueueAsync("trying", new { fail }, Ct), TimeSpan.FromSeconds(60), Ct);
        using var http = new HttpClient
        {
            BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
        using var response = await http.GetAsync("/metrics", Ct);
        Assert.StartsWith("text/plain; version=0.0.4", response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        _text = await response.Content.ReadAsStringAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public void what_happened_is_measured()
    {
        Assert.Contains("headway_items_total{state=\"completed\",type=\"trying\"} 1\n", _text, StringComparison.Ordinal);
        Assert.Contains("headway_items_total{state=\"failed\",type=\"trying\"} 1\n", _text, StringComparison.Ordinal);
        Assert.Contains("headway_faults_total{class=\"permanent\",type=\"trying\"} 1\n", _text, StringComparison.Ordinal);
        Assert.Contains("headway_chunk_duration_seconds_count{type=\"trying\"} 2\n", _text, StringComparison.Ordinal);
        Assert.Matches(@"headway_chunk_duration_seconds_bucket\{type=""trying"",le=""\+Inf""\} 2\n", _text);
    }

    [Fact]
    public void every_line_is_one_that_prometheus_reads() => Assert.All(
        _text.TrimEnd('\n').Split('\n'), line => Assert.True(Readable().IsMatch(line), line));

    [Fact]
    public async Task board_names_only_what_is_measured()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Headway.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        var board = await File.ReadAllTextAsync(Path.Combine(folder, "docs", "grafana", "headway.json"), Ct);
        using var parsed = JsonDocument.Parse(board);
        Assert.NotEmpty(parsed.RootElement.GetProperty("panels").EnumerateArray());

        var published = new HashSet<string>();
        foreach (Match type in Typed().Matches(_text))
            published.UnionWith(type.Groups[2].Value == "histogram"
                ? [$"{type.Groups[1]}_bucket", $"{type.Groups[1]}_sum", $"{type.Groups[1]}_count"]
                : [type.Groups[1].Value]);
        var named = Named().Matches(board).Select(match => match.Value).Distinct().ToList();
        Assert.True(named.Count > 8, "the board names few metrics");
        Assert.Empty(named.Except(published));
    }

    [GeneratedRegex(@"^(# (HELP|TYPE) \w+ .*|[a-zA-Z_]\w*(\{(\w+=""([^""\\]|\\.)*"",?)*\})? (-?[0-9.E+-]+|NaN|[+-]?Inf))$")]
    private static partial Regex Readable();

    [GeneratedRegex(@"^# TYPE (\w+) (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Typed();

    [GeneratedRegex(@"\b(headway|dotnet)_[a-z_]+\b")]
    private static partial Regex Named();

    private sealed class Trying : IJobHandler
    {
        internal sealed record Wish(bool Fail);

        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => item.Input<Wish>().Fail
            ? throw FaultException.Permanent("wished", "It was to fail.")
            : ValueTask.FromResult(Outcome.Completed());
    }
}
