using System.Net;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

/// <summary>Statistics in groups, why a job does not run, and what submitted it.</summary>
public sealed class StatsApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task statistics_come_in_groups_with_percentiles()
    {
        await _server.SubmitAsync(items: 2);
        await _server.WorkAsync(2);
        var stats = await _server.GetAsync<StatsView>("/api/v1/stats?window=6h&by=queue");
        Assert.Equal("queue", stats.By);
        var group = Assert.Single(stats.Groups);
        Assert.Equal(("default", 2, 2), (group.Key, group.Completed + group.Failed, group.Run.Count));
        Assert.InRange(group.Run.P95Seconds!.Value, 0.0045, 0.0055);
        Assert.Equal(2, (await _server.GetAsync<StatsView>($"/api/v1/stats?type={ApiServer.Type}")).Groups[0].Run.Count);
        Assert.Empty((await _server.GetAsync<StatsView>("/api/v1/stats?type=other")).Groups);
        using var refused = await _server.Client.GetAsync("/api/v1/stats?by=moon", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task why_a_job_does_not_run_is_told()
    {
        var job = await _server.SubmitAsync(items: 1);
        var why = await _server.GetAsync<WhyView>($"/api/v1/jobs/{job.Id}/why");
        Assert.Equal((job.Id, "no_worker"), (why.JobId, Assert.Single(why.Reasons).Code));
        using var paused = await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/pause", null, Ct);
        Assert.Equal("paused", (await _server.GetAsync<WhyView>($"/api/v1/jobs/{job.Id}/why")).Reasons[0].Code);
        using var unknown = await _server.Client.GetAsync($"/api/v1/jobs/{Guid.NewGuid()}/why", Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task a_paused_type_and_a_full_limit_are_given_as_reasons()
    {
        var job = await _server.SubmitAsync(items: 1);
        using var pause = await _server.Client.PostAsync($"/api/v1/types/{ApiServer.Type}/pause", Json("""{"reason":"month end"}"""), Ct);
        using var limit = await _server.Client.PutAsync(
            "/api/v1/limits", Json($$"""{"scope":"type","name":"{{ApiServer.Type}}","unit":"slots","most":0}"""), Ct);
        Assert.True(pause.IsSuccessStatusCode && limit.IsSuccessStatusCode);
        var why = await _server.GetAsync<WhyView>($"/api/v1/jobs/{job.Id}/why");
        Assert.Equal(["held", "limit_reached"], why.Reasons.Select(reason => reason.Code));
        Assert.Contains("month end", why.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Contains("0 of 0", why.Reasons[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, JobSource.Api)]
    [InlineData("cli", JobSource.Cli)]
    [InlineData("webhook", JobSource.Webhook)]
    public async Task a_job_keeps_what_submitted_it(string? source, JobSource kept)
    {
        var request = JsonSerializer.Serialize(new { type = ApiServer.Type, source });
        using var body = new StringContent(request, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _server.Client.PostAsync("/api/v1/jobs", body, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(kept, Assert.Single((await _server.GetAsync<JobPage>($"/api/v1/jobs?source={kept}")).Jobs).Source);
        Assert.Empty((await _server.GetAsync<JobPage>("/api/v1/jobs?source=schedule")).Jobs);
    }

    [Fact]
    public async Task only_the_engine_says_that_a_schedule_submitted_a_job()
    {
        var request = JsonSerializer.Serialize(new { type = ApiServer.Type, source = "schedule" });
        using var body = new StringContent(request, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _server.Client.PostAsync("/api/v1/jobs", body, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}
