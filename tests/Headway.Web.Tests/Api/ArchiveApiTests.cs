using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class ArchiveApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task an_ended_job_is_archived_read_and_restored()
    {
        var job = await _server.SubmitAsync(2, "Mine");
        await _server.WorkAsync(2);
        var before = await _server.GetAsync<JobView>($"/api/v1/jobs/{job.Id}");

        using var archived = await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/archive", null, Ct);
        var entry = await ApiServer.ReadAsync<ArchivedView>(archived);
        using var gone = await _server.Client.GetAsync($"/api/v1/jobs/{job.Id}", Ct);
        var listed = Assert.Single((await _server.GetAsync<ArchivedPage>("/api/v1/archive?search=mine")).Jobs);
        var content = await _server.Client.GetStringAsync($"/api/v1/archive/{job.Id}/content", Ct);
        using var restored = await _server.Client.PostAsync($"/api/v1/archive/{job.Id}/restore", null, Ct);
        var after = await ApiServer.ReadAsync<JobView>(restored);

        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal((job.Id, "Mine", 2, entry.File), (listed.Id, listed.Name, listed.Items, listed.File));
        var tables = content.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line).GetProperty("table").GetString()).ToList();
        Assert.Equal(("job", 2, 2),
            (tables[0], tables.Count(table => table == "item"), tables.Count(table => table == "attempt")));
        Assert.Equal((before.Status, before.FinishedAt, before.Counts), (after.Status, after.FinishedAt, after.Counts));
        Assert.Equal(2, (await _server.GetAsync<ItemPage>($"/api/v1/jobs/{job.Id}/items?state=completed")).Items.Count);
        using var again = await _server.Client.PostAsync($"/api/v1/archive/{job.Id}/restore", null, Ct);
        await ApiServer.ProblemAsync(again, HttpStatusCode.NotFound, "not_archived");
    }

    [Fact]
    public async Task only_ended_jobs_that_nobody_keeps_are_deleted()
    {
        var job = await _server.SubmitAsync(1);

        using var open = await _server.Client.DeleteAsync($"/api/v1/jobs/{job.Id}", Ct);
        await _server.WorkAsync(1);
        using var keep = await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/keep", null, Ct);
        using var kept = await _server.Client.DeleteAsync($"/api/v1/jobs/{job.Id}", Ct);
        using var let = await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/let-go", null, Ct);
        using var done = await _server.Client.DeleteAsync($"/api/v1/jobs/{job.Id}", Ct);
        using var twice = await _server.Client.DeleteAsync($"/api/v1/jobs/{job.Id}", Ct);

        var queued = await ApiServer.ProblemAsync(open, HttpStatusCode.Conflict, "refused");
        Assert.Contains("queued", queued.Detail, StringComparison.Ordinal);
        Assert.True((await ApiServer.ReadAsync<JobView>(keep)).Kept);
        Assert.Contains("kept", (await ApiServer.ProblemAsync(kept, HttpStatusCode.Conflict, "refused")).Detail, StringComparison.Ordinal);
        Assert.False((await ApiServer.ReadAsync<JobView>(let)).Kept);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        await ApiServer.ProblemAsync(twice, HttpStatusCode.NotFound, "no_such_job");
    }

    [Fact]
    public async Task the_policy_is_a_preset_or_rules()
    {
        var first = await _server.GetAsync<RetentionView>("/api/v1/retention");
        var preset = await PutAsync(new RetentionRequest { Preset = "003" });
        var rules = await PutAsync(new RetentionRequest
        {
            Rules = [new RetentionRuleView { Type = "a", Status = JobStatus.Failed, AgeSeconds = 60, Archive = false }],
        });

        Assert.Empty(first.Rules);
        Assert.True(first.CanArchive);
        Assert.Equal(["for_ever", "000", "003"], first.Presets);
        Assert.Contains(preset.Rules, rule => rule is { Type: null, Status: JobStatus.Completed, AgeSeconds: 86400, Archive: true });
        Assert.Equal(
            new RetentionRuleView { Type = "a", Status = JobStatus.Failed, AgeSeconds = 60, Archive = false }, Assert.Single(rules.Rules));
    }

    [Theory]
    [InlineData("""{"preset": "004"}""", "bad_parameter")]
    [InlineData("""{}""", "bad_rule")]
    [InlineData("""{"rules": [{"status": "running", "age_seconds": 1}]}""", "bad_rule")]
    [InlineData("""{"rules": [{"age_seconds": -1}]}""", "bad_rule")]
    [InlineData("""{"rules": [{"age_seconds": 1}, {"age_seconds": 2}]}""", "bad_rule")]
    [InlineData("""{"rules": 7}""", "bad_json")]
    public async Task rules_that_cannot_be_are_refused(string body, string code)
    {
        using var response = await _server.Client.PutAsync(
            "/api/v1/retention", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, code);
    }

    private async Task<RetentionView> PutAsync(RetentionRequest request)
    {
        using var content = JsonContent.Create(request, WireJson.Default.RetentionRequest);
        using var response = await _server.Client.PutAsync("/api/v1/retention", content, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ApiServer.ReadAsync<RetentionView>(response);
    }
}
