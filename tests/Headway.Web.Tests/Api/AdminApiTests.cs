using System.Net;
using System.Text;
using System.Text.Json;
using Headway.Model;
using Headway.Store;
using Xunit;

namespace Headway.Web.Tests.Api;

/// <summary>AudienceGPT's admin job API, word for word.</summary>
public sealed class AdminApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task job_is_driven_to_its_end_by_calls_of_process()
    {
        var id = await CreateAsync(ApiServer.Counted, total: 5);
        var pending = await GetAsync($"/api/admin/jobs/{id}");
        Assert.Equal(("pending", 5, 0), (Text(pending, "status"), Number(pending, "totalItems"), Number(pending, "processedItems")));
        Assert.Equal(JsonValueKind.Null, pending.GetProperty("orgId").ValueKind);

        Assert.Equal(
            """{"done":false,"processedItems":2,"totalItems":5,"successCount":2,"errorCount":0,"skipCount":0}""", await ProcessAsync(id));
        Assert.Equal("processing", Text(await GetAsync($"/api/admin/jobs/{id}"), "status"));
        Assert.Equal(
            """{"done":false,"processedItems":4,"totalItems":5,"successCount":3,"errorCount":0,"skipCount":1}""", await ProcessAsync(id));
        Assert.Equal(
            """{"done":true,"processedItems":5,"totalItems":5,"successCount":3,"errorCount":1,"skipCount":1}""", await ProcessAsync(id));

        var job = await GetAsync($"/api/admin/jobs/{id}");
        Assert.Equal(("completed", ApiServer.Counted), (Text(job, "status"), Text(job, "jobType")));
        Assert.Equal("""[{"id":"t5","name":"topic 5","message":"Invalid segment_type."}]""", job.GetProperty("errors").GetRawText());
        Assert.Equal(1, job.GetProperty("result").GetProperty("clusters").GetInt32());
        Assert.True(job.GetProperty("completedAt").GetDateTimeOffset() >= job.GetProperty("startedAt").GetDateTimeOffset());
        Assert.Contains("\"done\":true", await ProcessAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task same_request_again_works_nothing_twice_and_gets_the_same_answer()
    {
        var id = await CreateAsync(ApiServer.Counted, total: 5);
        var first = await ProcessAsync(id, "one");
        await ProcessAsync(id, "two");
        Assert.Equal(first, await ProcessAsync(id, "one"));
        Assert.Equal(4, Number(await GetAsync($"/api/admin/jobs/{id}"), "processedItems"));
    }

    [Fact]
    public async Task call_over_a_limit_takes_nothing_and_is_told_why_and_when_to_ask_again()
    {
        var hourly = new Limit
        {
            Scope = LimitScope.Type,
            Name = ApiServer.Counted,
            Unit = LimitUnit.Starts,
            Most = 2,
            Span = TimeSpan.FromHours(1),
        };
        await ((ILimitStore)_server.Store).SetLimitAsync(hourly, Ct);
        var id = await CreateAsync(ApiServer.Counted, total: 5);
        await ProcessAsync(id); // its plan and its first chunk are two starts

        using var again = new StringContent("{}", Encoding.UTF8, "application/json");
        using var refused = await _server.Client.PostAsync($"/api/admin/jobs/{id}/process", again, Ct);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(70));
        var body = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains("over_limit", body, StringComparison.Ordinal);
        Assert.Contains("no more than 2 chunks start", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task process_needs_no_body_at_all()
    {
        var id = await CreateAsync(ApiServer.Counted, total: 5);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/admin/jobs/{id}/process");
        request.Headers.Add("Idempotency-Key", "one");
        using var response = await _server.Client.SendAsync(request, Ct);
        await JsonAsync(response, HttpStatusCode.OK);
    }

    [Fact]
    public async Task two_callers_at_once_get_different_chunks()
    {
        var id = await CreateAsync(ApiServer.Counted, total: 5);
        await Task.WhenAll(ProcessAsync(id), ProcessAsync(id), ProcessAsync(id));
        Assert.Equal(5, Number(await GetAsync($"/api/admin/jobs/{id}"), "processedItems"));
        for (var no = 1; no <= 5; no++)
            Assert.Single(await _server.Store.ListAttemptsAsync(JobId.Parse(id, null), no, Ct));
    }

    [Fact]
    public async Task errors_are_retried_as_a_new_job_over_the_failed_items_alone()
    {
        var id = await CreateAsync(ApiServer.Counted, total: 5);
        using var early = await PostAsync($"/api/admin/jobs/{id}/retry-errors", "");
        await RefusedAsync(early, HttpStatusCode.Conflict, "refused");
        for (var call = 0; call < 3; call++)
            await ProcessAsync(id);

        using var response = await PostAsync($"/api/admin/jobs/{id}/retry-errors", "");
        var made = await JsonAsync(response, HttpStatusCode.OK);
        Assert.Equal(1, Number(made, "totalItems"));
        var job = await GetAsync($"/api/admin/jobs/{Text(made, "jobId")}");
        Assert.Equal($$"""{"mode":"local","force":true,"retryOf":"{{id}}"}""", job.GetProperty("config").GetRawText());
        Assert.Equal("pending", Text(job, "status"));
    }

    [Fact]
    public async Task cancelled_job_is_done_and_cannot_be_cancelled_once_it_has_completed()
    {
        var id = await CreateAsync(ApiServer.Counted, total: 5);
        await ProcessAsync(id);
        using var cancelled = await PatchAsync(id, """{"status":"cancelled"}""");
        Assert.Equal("cancelled", Text(await JsonAsync(cancelled, HttpStatusCode.OK), "status"));
        Assert.Equal(
            """{"done":true,"processedItems":2,"totalItems":5,"successCount":2,"errorCount":0,"skipCount":0}""", await ProcessAsync(id));

        var other = await CreateAsync(ApiServer.Type, total: 1);
        await ProcessAsync(other);
        using var late = await PatchAsync(other, """{"status":"cancelled"}""");
        await RefusedAsync(late, HttpStatusCode.Conflict, "refused");
    }

    [Fact]
    public async Task list_is_newest_first_and_takes_the_five_words()
    {
        var done = await CreateAsync(ApiServer.Type, total: 1);
        await ProcessAsync(done);
        var pending = await CreateAsync(ApiServer.Counted, total: 5);
        Assert.Equal([pending, done], await ListAsync(""));
        Assert.Equal([pending], await ListAsync("?status=pending"));
        Assert.Equal([done], await ListAsync("?status=completed&jobType=test.echo"));
        Assert.Equal([pending], await ListAsync("?limit=1"));
        Assert.Empty(await ListAsync("?status=processing"));
        foreach (var query in new[] { "?status=queued", "?limit=0", "?limit=101", "?limit=x" })
        {
            using var response = await _server.Client.GetAsync($"/api/admin/jobs{query}", Ct);
            await RefusedAsync(response, HttpStatusCode.BadRequest, "bad_parameter");
        }
    }

    [Theory]
    [InlineData("""{"jobType":"no.such"}""", "unknown_type")]
    [InlineData("""{}""", "type_missing")]
    [InlineData("""{"jobType":"test.echo","config":[]}""", "bad_config")]
    [InlineData("nonsense", "bad_json")]
    [InlineData("", "bad_json")]
    public async Task job_that_cannot_be_created_is_refused_in_the_admin_shape(string body, string code)
    {
        using var response = await PostAsync("/api/admin/jobs", body);
        await RefusedAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task wrong_paths_ids_and_methods_are_told_apart()
    {
        var id = JobId.Parse(await CreateAsync(ApiServer.Type, total: 1), null);
        using var missing = await PostAsync($"/api/admin/jobs/{Guid.CreateVersion7()}/process", "");
        await RefusedAsync(missing, HttpStatusCode.NotFound, "no_such_job");
        using var nowhere = await PostAsync("/api/admin/nothing", "");
        await RefusedAsync(nowhere, HttpStatusCode.NotFound, "no_such_route");
        using var wrong = await _server.Client.GetAsync($"/api/admin/jobs/{id}/process", Ct);
        await RefusedAsync(wrong, HttpStatusCode.MethodNotAllowed, "wrong_method");
        Assert.Equal(["POST"], wrong.Content.Headers.Allow);
        using var status = await PatchAsync($"{id}", """{"status":"completed"}""");
        await RefusedAsync(status, HttpStatusCode.BadRequest, "bad_status");
        using var problem = await _server.Client.PutAsync($"/api/v1/jobs/{id}", null, Ct);
        await ApiServer.ProblemAsync(problem, HttpStatusCode.MethodNotAllowed, "wrong_method");
    }

    [Fact]
    public async Task job_is_rolled_back_by_calls_of_process_once()
    {
        var id = await CreateAsync(ApiServer.Counted, total: 5);
        using var early = await PostAsync($"/api/admin/jobs/{id}/rollback", "");
        await RefusedAsync(early, HttpStatusCode.Conflict, "refused");
        for (var call = 0; call < 3; call++)
            await ProcessAsync(id);
        Assert.Equal(3, _server.Changed.Count);

        using var response = await PostAsync($"/api/admin/jobs/{id}/rollback", "");
        var made = await JsonAsync(response, HttpStatusCode.OK);
        Assert.Equal(3, Number(made, "totalItems"));
        var rollback = Text(made, "jobId");
        Assert.Equal(id, Text((await GetAsync($"/api/admin/jobs/{rollback}")).GetProperty("config"), "rollbackOf"));
        while (!(await ProcessAsync(rollback)).Contains("\"done\":true", StringComparison.Ordinal))
            Assert.Equal("processing", Text(await GetAsync($"/api/admin/jobs/{rollback}"), "status"));
        Assert.Empty(_server.Changed);
        Assert.Equal(("completed", 3), (
            Text(await GetAsync($"/api/admin/jobs/{rollback}"), "status"),
            Number(await GetAsync($"/api/admin/jobs/{rollback}"), "successCount")));

        using var again = await PostAsync($"/api/admin/jobs/{id}/rollback", "");
        await RefusedAsync(again, HttpStatusCode.Conflict, "refused");
    }

    private async Task<string> CreateAsync(string type, int total)
    {
        using var response = await PostAsync("/api/admin/jobs", $$$"""{"jobType":"{{{type}}}","config":{"mode":"local"}}""");
        var json = await JsonAsync(response, HttpStatusCode.OK);
        Assert.Equal(total, Number(json, "totalItems"));
        return Text(json, "jobId");
    }

    private async Task<string> ProcessAsync(string id, string? request = null)
    {
        using var response = await PostAsync(
            $"/api/admin/jobs/{id}/process", request is null ? "" : $"{{\"requestId\":\"{request}\"}}");
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    private async Task<List<string>> ListAsync(string query) =>
        [.. (await GetAsync($"/api/admin/jobs{query}")).GetProperty("jobs").EnumerateArray().Select(job => Text(job, "id"))];

    private async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _server.Client.GetAsync(path, Ct);
        return await JsonAsync(response, HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body) =>
        _server.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Ct);

    private Task<HttpResponseMessage> PatchAsync(string id, string body) =>
        _server.Client.PatchAsync($"/api/admin/jobs/{id}", new StringContent(body, Encoding.UTF8, "application/json"), Ct);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(text);
    }

    private static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var json = await JsonAsync(response, status);
        Assert.Equal(code, Text(json, "code"));
        Assert.EndsWith(".", Text(json, "error"), StringComparison.Ordinal);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
