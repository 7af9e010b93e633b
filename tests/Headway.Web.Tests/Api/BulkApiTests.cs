using System.Net;
using System.Text;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class BulkApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_wish_is_counted_first_and_then_a_job_of_its_own()
    {
        var one = await _server.SubmitAsync(1);
        await _server.SubmitAsync(1);
        await _server.WorkAsync(1);

        using var counted = await PostAsync("""{"verb": "cancel", "filter": {"status": ["queued"]}, "dry_run": true}""");
        using var filtered = await PostAsync("""{"verb": "cancel", "filter": {"status": ["queued"]}}""");
        using var selected = await PostAsync($$"""{"verb": "delete", "ids": ["{{one.Id}}", "{{one.Uuid}}"]}""");

        var count = await ApiServer.ReadAsync<BulkCountView>(counted);
        Assert.Equal((HttpStatusCode.OK, 1, false), (counted.StatusCode, count.Count, count.More));
        var byFilter = await ApiServer.ReadAsync<JobView>(filtered);
        var bySelection = await ApiServer.ReadAsync<JobView>(selected);
        Assert.Equal((HttpStatusCode.Accepted, "system.bulk", false), (filtered.StatusCode, byFilter.Type, byFilter.Planned));
        Assert.Equal(("delete jobs", 1), (bySelection.Name!.ToLowerInvariant(), bySelection.Counts.Total));
        Assert.Equal($"/api/v1/jobs/{bySelection.Id}", selected.Headers.Location!.ToString());
        Assert.Equal(JobStatus.Queued, (await _server.GetAsync<JobView>($"/api/v1/jobs/{bySelection.Id}")).Status);
    }

    [Fact]
    public async Task open_jobs_of_a_filter_get_another_priority()
    {
        var one = await _server.SubmitAsync(1);

        using var counted = await PostAsync(
            """{"verb": "reprioritise", "priority": 5, "filter": {"status": ["queued"]}, "dry_run": true}""");
        using var response = await PostAsync($$"""{"verb": "reprioritise", "priority": 5, "ids": ["{{one.Id}}"]}""");

        Assert.Equal(1, (await ApiServer.ReadAsync<BulkCountView>(counted)).Count);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var job = await _server.GetAsync<JobView>($"/api/v1/jobs/{(await ApiServer.ReadAsync<JobView>(response)).Id}");
        Assert.Equal(5, job.Config!.Value.GetProperty("priority").GetInt32());
    }

    [Fact]
    public async Task body_that_does_not_say_what_it_is_is_told_so_and_not_that_the_method_is_wrong()
    {
        using var content = new ByteArrayContent("""{"verb": "cancel", "filter": {}}"""u8.ToArray());
        using var unnamed = await _server.Client.PostAsync("/api/v1/jobs/bulk", content, Ct);
        using var plain = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var text = await _server.Client.PostAsync("/api/v1/jobs/bulk", plain, Ct);
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var method = await _server.Client.PutAsync("/api/v1/jobs/bulk", json, Ct);

        await ApiServer.ProblemAsync(unnamed, HttpStatusCode.UnsupportedMediaType, "bad_content_type");
        await ApiServer.ProblemAsync(text, HttpStatusCode.UnsupportedMediaType, "bad_content_type");
        await ApiServer.ProblemAsync(method, HttpStatusCode.MethodNotAllowed, "wrong_method");
    }

    [Theory]
    [InlineData("""{"verb": "reprioritise", "filter": {}}""", HttpStatusCode.BadRequest, "bad_bulk")]
    [InlineData("""{"verb": "cancel", "priority": 5, "filter": {}}""", HttpStatusCode.BadRequest, "bad_bulk")]
    [InlineData("""{"filter": {}}""", HttpStatusCode.BadRequest, "bad_bulk")]
    [InlineData("""{"verb": "cancel"}""", HttpStatusCode.BadRequest, "bad_bulk")]
    [InlineData("""{"verb": "cancel", "ids": []}""", HttpStatusCode.BadRequest, "bad_bulk")]
    [InlineData("""{"verb": "cancel", "ids": ["job_x"], "filter": {}}""", HttpStatusCode.BadRequest, "bad_bulk")]
    [InlineData("""{"verb": "cancel", "ids": ["job_x"]}""", HttpStatusCode.NotFound, "no_such_job")]
    [InlineData("""{"verb": "explode", "filter": {}}""", HttpStatusCode.BadRequest, "bad_json")]
    [InlineData("""{"verb": "cancel", "filter": {"status": ["gone"]}}""", HttpStatusCode.BadRequest, "bad_parameter")]
    public async Task a_wish_that_makes_no_sense_is_refused(string body, HttpStatusCode status, string code)
    {
        using var response = await PostAsync(body);
        await ApiServer.ProblemAsync(response, status, code);
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        _server.Client.PostAsync("/api/v1/jobs/bulk", new StringContent(body, Encoding.UTF8, "application/json"), Ct);
}
