using System.Net;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class SystemApiTests : IAsyncLifetime
{
    /// <summary>One a line, so that two changes seldom meet.</summary>
    private static readonly string[] Routes =
    [
        "delete /api/v1/jobs/{id}",
        "delete /api/v1/limits",
        "delete /api/v1/schedules/{schedule}",
        "delete /api/v1/subscriptions/{id}",
        "get /api/v1/breakers",
        "get /api/v1/errors",
        "get /api/v1/errors/{fingerprint}",
        "post /api/v1/errors/{fingerprint}/ignore",
        "post /api/v1/errors/{fingerprint}/reopen",
        "post /api/v1/errors/{fingerprint}/resolve",
        "post /api/v1/breakers/close",
        "post /api/v1/breakers/open",
        "get /api/v1/deliveries",
        "get /api/v1/deliveries/{id}",
        "get /api/v1/subscriptions",
        "get /api/v1/subscriptions/{id}",
        "post /api/v1/deliveries/{id}/redeliver",
        "post /api/v1/subscriptions",
        "post /api/v1/subscriptions/{id}/secret",
        "post /api/v1/subscriptions/{id}/test",
        "put /api/v1/subscriptions/{id}",
        "get /api/admin/jobs",
        "get /api/admin/jobs/{id}",
        "get /api/v1/jobs/{id}/why",
        "get /api/v1/archive",
        "get /api/v1/archive/{id}",
        "get /api/v1/archive/{id}/content",
        "get /api/v1/backup",
        "get /api/v1/events",
        "get /api/v1/jobs",
        "get /api/v1/jobs/export",
        "get /api/v1/jobs/{id}",
        "get /api/v1/jobs/{id}/attempts/export",
        "get /api/v1/jobs/{id}/events",
        "get /api/v1/jobs/{id}/family",
        "get /api/v1/jobs/{id}/history",
        "get /api/v1/jobs/{id}/items",
        "get /api/v1/jobs/{id}/items/export",
        "get /api/v1/jobs/{id}/items/{no}",
        "get /api/v1/jobs/{id}/log",
        "get /api/v1/limits",
        "get /api/v1/queues",
        "get /api/v1/retention",
        "get /api/v1/schedules",
        "get /api/v1/schedules/next",
        "get /api/v1/schedules/{schedule}",
        "get /api/v1/schedules/{schedule}/fires",
        "get /api/v1/schedules/{schedule}/next",
        "get /api/v1/stats",
        "get /api/v1/types",
        "get /api/v1/types/waiting",
        "get /api/v1/types/{name}",
        "get /api/v1/workers",
        "get /health/live",
        "get /health/ready",
        "patch /api/admin/jobs/{id}",
        "patch /api/v1/jobs/{id}",
        "post /api/admin/jobs",
        "post /api/admin/jobs/{id}/process",
        "post /api/admin/jobs/{id}/retry-errors",
        "post /api/admin/jobs/{id}/rollback",
        "post /api/v1/archive/{id}/restore",
        "post /api/v1/jobs",
        "post /api/v1/jobs/bulk",
        "post /api/v1/jobs/{id}/archive",
        "post /api/v1/jobs/{id}/cancel",
        "post /api/v1/jobs/{id}/items/{no}/force",
        "post /api/v1/jobs/{id}/items/{no}/retry",
        "post /api/v1/jobs/{id}/items/{no}/skip",
        "post /api/v1/jobs/{id}/keep",
        "post /api/v1/jobs/{id}/let-go",
        "post /api/v1/jobs/{id}/pause",
        "post /api/v1/jobs/{id}/rerun-errors",
        "post /api/v1/jobs/{id}/restart",
        "post /api/v1/jobs/{id}/resume",
        "post /api/v1/jobs/{id}/retry-failed",
        "post /api/v1/jobs/{id}/rollback",
        "post /api/v1/jobs/{id}/run-again",
        "post /api/v1/queues/{name}/pause",
        "post /api/v1/queues/{name}/resume",
        "post /api/v1/schedules",
        "post /api/v1/schedules/{schedule}/pause",
        "post /api/v1/schedules/{schedule}/resume",
        "post /api/v1/schedules/{schedule}/run",
        "post /api/v1/types/{name}/pause",
        "post /api/v1/types/{name}/resume",
        "put /api/v1/limits",
        "put /api/v1/limits/presets/{name}",
        "put /api/v1/retention",
        "put /api/v1/schedules/{schedule}",
    ];

    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task statistics_count_jobs_by_status_and_items_by_window()
    {
        await _server.SubmitAsync(3);
        await _server.WorkAsync(2);
        await _server.WorkAsync(1, ItemState.Failed);
        await _server.SubmitAsync(1);

        var stats = await _server.GetAsync<StatsView>("/api/v1/stats?window=24h");

        Assert.Equal((1, 1, 0), (stats.Jobs["completed"], stats.Jobs["queued"], stats.Jobs["cancelled"]));
        Assert.Equal(["1h", "6h", "24h", "7d", "30d"], stats.Throughput.Keys);
        Assert.All(stats.Throughput.Values, sums => Assert.Equal((2, 1), (sums.Completed, sums.Failed)));
        Assert.Equal(("24h", 900), (stats.Window, stats.BucketSeconds));
        Assert.Equal(2, stats.Buckets.Sum(bucket => bucket.Completed));
    }

    [Fact]
    public async Task an_unknown_window_is_refused()
    {
        using var response = await _server.Client.GetAsync("/api/v1/stats?window=2h", Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Fact]
    public async Task workers_and_types_are_listed()
    {
        Assert.Empty((await _server.GetAsync<WorkerList>("/api/v1/workers")).Workers);
        await _server.SubmitAsync(1);
        await _server.ClaimAsync(1);

        var worker = Assert.Single((await _server.GetAsync<WorkerList>("/api/v1/workers")).Workers);
        var type = Assert.Single((await _server.GetAsync<TypeList>("/api/v1/types")).Types, type => type.Name == ApiServer.Type);

        Assert.Equal(("hands", "healthy", 4), (worker.Worker, worker.State, worker.Slots));
        Assert.Equal((ApiServer.Type, "Echo", "Tests", 4), (type.Name, type.Title, type.Category, type.MaxAttempts));
    }

    [Fact]
    public async Task it_is_live_and_ready()
    {
        Assert.Equal("live", (await _server.GetAsync<HealthView>("/health/live")).Status);
        Assert.Equal("ready", (await _server.GetAsync<HealthView>("/health/ready")).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound, "no_such_route")]
    [InlineData("DELETE", "/api/v1/jobs", HttpStatusCode.MethodNotAllowed, "wrong_method")]
    public async Task a_route_that_is_not_there_is_answered_with_a_problem(
        string method, string path, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _server.Client.SendAsync(request, Ct);
        await ApiServer.ProblemAsync(response, status, code);
    }

    [Fact]
    public async Task the_openapi_document_is_3_1_and_describes_every_route_and_answer()
    {
        using var document = JsonDocument.Parse(await _server.Client.GetStringAsync("/openapi/v1.json", Ct));
        var root = document.RootElement;

        Assert.StartsWith("3.1", root.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = root.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(verb => ($"{verb.Name} {path.Name}", Operation: verb.Value))).ToArray();
        Assert.Equal(Routes.Order(StringComparer.Ordinal), operations.Select(operation => operation.Item1).Order(StringComparer.Ordinal));
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.Operation.GetProperty("summary").GetString()!);
            Assert.All(operation.Operation.GetProperty("responses").EnumerateObject(), answer =>
                Assert.EndsWith(".", answer.Value.GetProperty("description").GetString(), StringComparison.Ordinal));
            if (operation.Operation.TryGetProperty("parameters", out var parameters))
                Assert.All(parameters.EnumerateArray(), parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
        });
    }

    [Fact]
    public async Task the_openapi_document_names_and_explains_what_is_on_the_wire()
    {
        using var document = JsonDocument.Parse(await _server.Client.GetStringAsync("/openapi/v1.json", Ct));
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        var job = schemas.GetProperty("JobView").GetProperty("properties");

        Assert.Contains("\"queued\"", JsonSerializer.Serialize(job.GetProperty("status")) + schemas.GetRawText(), StringComparison.Ordinal);
        Assert.True(job.TryGetProperty("created_at", out var created), "names are snake_case");
        Assert.Contains("accepted", created.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.True(schemas.TryGetProperty("JobRequest", out var request));
        Assert.True(request.GetProperty("properties").TryGetProperty("due_at", out _));
    }
}
