using System.Net;
using System.Net.Http.Json;
using System.Text;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class FlowApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_priority_is_changed_while_the_job_waits()
    {
        var job = await _server.SubmitAsync(1);

        using var changed = await SendAsync(HttpMethod.Patch, $"/api/v1/jobs/{job.Id}", """{"priority": 7}""");
        using var empty = await SendAsync(HttpMethod.Patch, $"/api/v1/jobs/{job.Id}", "{}");
        using var odd = await SendAsync(HttpMethod.Patch, $"/api/v1/jobs/{job.Id}", """{"priority": "high"}""");
        await _server.WorkAsync(1);
        using var late = await SendAsync(HttpMethod.Patch, $"/api/v1/jobs/{job.Id}", """{"priority": 8}""");

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(7, (await _server.GetAsync<JobView>($"/api/v1/jobs/{job.Id}")).Priority);
        await ApiServer.ProblemAsync(empty, HttpStatusCode.BadRequest, "nothing_to_change");
        await ApiServer.ProblemAsync(odd, HttpStatusCode.BadRequest, "bad_json");
        await ApiServer.ProblemAsync(late, HttpStatusCode.Conflict, "refused");
    }

    [Theory]
    [InlineData("queues", "queues", "default")]
    [InlineData("types", "types/waiting", ApiServer.Type)]
    public async Task a_paused_line_gives_nothing_and_says_why(string what, string list, string name)
    {
        await _server.SubmitAsync(2);
        await _server.SubmitAsync(1);

        using var paused = await SendAsync(
            HttpMethod.Post, $"/api/v1/{what}/{name}/pause", """{"reason": "disk full", "until": "2100-01-01T00:00:00Z"}""");
        var held = await _server.ClaimAsync(1);
        var line = Assert.Single((await _server.GetAsync<LineList>($"/api/v1/{list}")).Lines);
        using var resumed = await SendAsync(HttpMethod.Post, $"/api/v1/{what}/{name}/resume", null);
        using var again = await SendAsync(HttpMethod.Post, $"/api/v1/{what}/{name}/resume", null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (paused.StatusCode, resumed.StatusCode, again.StatusCode));
        Assert.Empty(held);
        Assert.Equal((name, 2, false, true), (line.Name, line.Waiting, line.WaitingMore, line.Paused));
        Assert.Equal(("disk full", 2100), (Assert.Single(line.Holds).Reason, line.Holds[0].Until?.Year));
        Assert.Single(await _server.ClaimAsync(1));
    }

    [Fact]
    public async Task a_type_nobody_knows_cannot_be_paused()
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/v1/types/no.such/pause", null);
        var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.NotFound, "no_such_type");
        Assert.Contains("no.such", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task limits_are_set_shown_and_removed()
    {
        await _server.SubmitAsync(5);

        using var set = await SendAsync(
            HttpMethod.Put, "/api/v1/limits", $$"""{"scope": "type", "name": "{{ApiServer.Type}}", "most": 2}""");
        using var rate = await SendAsync(HttpMethod.Put, "/api/v1/limits", """{"scope": "global", "most": 60, "per_seconds": 60}""");
        var claimed = await _server.ClaimAsync(5);
        var list = await _server.GetAsync<LimitList>("/api/v1/limits");
        using var removed = await SendAsync(HttpMethod.Delete, $"/api/v1/limits?scope=type&name={ApiServer.Type}", null);
        using var gone = await SendAsync(HttpMethod.Delete, $"/api/v1/limits?scope=type&name={ApiServer.Type}", null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (set.StatusCode, rate.StatusCode, removed.StatusCode));
        Assert.Equal(2, claimed.Count);
        Assert.Equal([(LimitScope.Global, "*", LimitUnit.Starts), (LimitScope.Type, ApiServer.Type, LimitUnit.Slots)],
            list.Limits.Select(limit => (limit.Scope, limit.Name, limit.Unit)));
        Assert.Contains(list.Uses, use => use is { Scope: LimitScope.Type, Most: 2, Used: 2 });
        Assert.Contains(list.Uses, use => use is { Scope: LimitScope.Global, Most: 60, Used: 2 });
        await ApiServer.ProblemAsync(gone, HttpStatusCode.NotFound, "no_such_limit");
    }

    [Theory]
    [InlineData("""{"scope": "global", "most": -1}""", "bad_limit")]
    [InlineData("""{"scope": "global", "name": "x", "most": 1}""", "bad_name")]
    [InlineData("""{"scope": "type", "most": 1, "per_seconds": 0.1}""", "bad_limit")]
    [InlineData("""{"scope": "type", "most": 1, "unit": "starts"}""", "bad_limit")]
    [InlineData("""{"scope": "galaxy", "most": 1}""", "bad_json")]
    [InlineData("""{"scope": "type"}""", "bad_json")]
    public async Task a_limit_that_cannot_be_is_refused(string body, string code)
    {
        using var response = await SendAsync(HttpMethod.Put, "/api/v1/limits", body);
        await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task the_preset_is_ten_jobs_and_three_a_user()
    {
        using var set = await SendAsync(HttpMethod.Put, "/api/v1/limits/presets/003", null);
        using var unknown = await SendAsync(HttpMethod.Put, "/api/v1/limits/presets/004", null);

        var limits = (await _server.GetAsync<LimitList>("/api/v1/limits")).Limits;
        Assert.Equal([(LimitScope.Global, LimitUnit.Jobs, 10), (LimitScope.User, LimitUnit.Jobs, 3)],
            limits.Select(limit => (limit.Scope, limit.Unit, limit.Most)));
        await ApiServer.ProblemAsync(unknown, HttpStatusCode.BadRequest, "no_such_preset");
    }

    [Fact]
    public async Task a_submission_may_bring_its_key_and_the_slots_of_it()
    {
        var request = new JobRequest { Type = ApiServer.Type, LimitKey = "gpu", KeySlots = 2 };
        using var response = await _server.Client.PostAsync("/api/v1/jobs", JsonContent.Create(request, WireJson.Default.JobRequest), Ct);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var limit = Assert.Single((await _server.GetAsync<LimitList>("/api/v1/limits")).Limits);
        Assert.Equal((LimitScope.Key, "default/gpu", 2), (limit.Scope, limit.Name, limit.Most));
    }

    [Fact]
    public async Task a_submission_may_bring_its_time_limit()
    {
        var request = new JobRequest { Type = ApiServer.Type, TimeLimitSeconds = 90 };
        using var response = await _server.Client.PostAsync("/api/v1/jobs", JsonContent.Create(request, WireJson.Default.JobRequest), Ct);
        var job = (await response.Content.ReadFromJsonAsync(WireJson.Default.JobView, Ct))!;
        using var odd = await SendAsync(HttpMethod.Post, "/api/v1/jobs", $$"""{"type": "{{ApiServer.Type}}", "time_limit_seconds": 0.5}""");

        Assert.Equal(90, (await _server.GetAsync<JobView>($"/api/v1/jobs/{job.Id}")).TimeLimitSeconds);
        await ApiServer.ProblemAsync(odd, HttpStatusCode.BadRequest, "bad_time_limit");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _server.Client.SendAsync(request, Ct);
    }
}
