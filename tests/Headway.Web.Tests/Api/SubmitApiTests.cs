using System.Net;
using System.Text;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class SubmitApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_submission_is_answered_with_the_job_and_where_it_is()
    {
        using var response = await PostAsync("""
            {"type":"test.echo","name":"Mine","config":{"depth":2},"items":[{"name":"a","input":{"n":1}},{}],
             "labels":{"team":"x"},"queue":"slow","priority":7,"due_at":"2999-01-01T00:00:00Z"}
            """);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var job = await ApiServer.ReadAsync<JobView>(response);
        Assert.Equal($"/api/v1/jobs/{job.Id}", response.Headers.Location?.OriginalString);
        Assert.Equal(("Mine", "slow", 7, JobStatus.Scheduled), (job.Name, job.Queue, job.Priority, job.Status));
        Assert.Equal(("x", 2), (job.Labels["team"], job.Config?.GetProperty("depth").GetInt32()));
        Assert.Equal(1, (await _server.GetAsync<ItemView>($"/api/v1/jobs/{job.Id}/items/1")).Input?.GetProperty("n").GetInt32());
    }

    [Theory]
    [InlineData("""{"type":"no.such"}""", "unknown_type", "test.echo")]
    [InlineData("""{}""", "type_missing", "types")]
    [InlineData("""{"type":"test.echo","config":[1]}""", "bad_config", "object")]
    [InlineData("""{"type":"test.echo","items":[]}""", "bad_item_count", "1 to")]
    [InlineData("""{"type":"test.echo","items":[null]}""", "bad_json", "null")]
    [InlineData("""{"type":"test.echo","priority":"high"}""", "bad_json", "$.priority")]
    [InlineData("""{"type":""", "bad_json", "line 1")]
    [InlineData("", "bad_json", "not JSON")]
    [InlineData("null", "bad_json", "not JSON")]
    public async Task a_submission_that_cannot_be_taken_says_what_to_change(string body, string code, string says)
    {
        using var response = await PostAsync(body);
        var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, code);
        Assert.Contains(says, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_config_over_its_limit_is_too_large()
    {
        using var response = await PostAsync(
            """{"type":"test.echo","config":{"text":"TEXT"}}""".Replace("TEXT", new string('x', 300_000), StringComparison.Ordinal));
        await ApiServer.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task a_body_of_another_kind_is_refused()
    {
        using var response = await _server.Client.PostAsync("/api/v1/jobs",
            new StringContent("type=test.echo", Encoding.UTF8, "text/plain"), Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "bad_content_type");
    }

    [Fact]
    public async Task every_file_becomes_an_item_named_after_it()
    {
        using var form = Form(("type", "test.echo"), ("name", "Files"), ("labels", """{"a":"b"}"""), ("config", """{"deep":true}"""),
            ("priority", "3"));
        form.Add(new ByteArrayContent("one"u8.ToArray()), "files", "syllabus ä.pdf");
        form.Add(new ByteArrayContent([]), "files", "../../etc/passwd");

        using var response = await _server.Client.PostAsync("/api/v1/jobs", form, Ct);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var job = await ApiServer.ReadAsync<JobView>(response);
        Assert.Equal(("Files", "b", 3, 2), (job.Name, job.Labels["a"], job.Priority, job.Counts.Total));
        var first = await _server.GetAsync<ItemView>($"/api/v1/jobs/{job.Id}/items/1");
        var second = await _server.GetAsync<ItemView>($"/api/v1/jobs/{job.Id}/items/2");
        var file = first.Input!.Value.GetProperty("file");
        Assert.Equal(("syllabus ä.pdf", "passwd"), (first.Name, second.Name));
        Assert.Equal((3, "syllabus ä.pdf"), (file.GetProperty("bytes").GetInt64(), file.GetProperty("name").GetString()));
        Assert.Equal("one"u8.ToArray(), _server.Files[file.GetProperty("sha256").GetString()!]);
    }

    [Fact]
    public async Task a_file_over_its_limit_is_refused_and_nothing_is_submitted()
    {
        using var form = Form(("type", "test.echo"));
        form.Add(new ByteArrayContent(new byte[ApiServer.FileLimit]), "files", "fits.pdf");
        form.Add(new ByteArrayContent(new byte[ApiServer.FileLimit + 1]), "files", "large.pdf");

        using var response = await _server.Client.PostAsync("/api/v1/jobs", form, Ct);

        var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "file_too_large");
        Assert.Contains("large.pdf", problem.Detail, StringComparison.Ordinal);
        Assert.Empty((await _server.GetAsync<JobPage>("/api/v1/jobs")).Jobs);
    }

    [Fact]
    public async Task a_form_that_cannot_be_taken_says_what_to_change()
    {
        using var late = Form();
        late.Add(new ByteArrayContent([1]), "files", "a.pdf");
        late.Add(new StringContent("test.echo"), "type");
        using var empty = Form(("type", "test.echo"));
        using var labels = Form(("type", "test.echo"), ("labels", "[1"));
        labels.Add(new ByteArrayContent([1]), "files", "a.pdf");
        using var cut = new StringContent("--x\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ntest");
        cut.Headers.Remove("Content-Type");
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");

        foreach (var (form, code) in new (HttpContent, string)[] { (late, "type_missing"), (empty, "no_files"), (labels, "bad_json"),
            (cut, "bad_form") })
        {
            using var response = await _server.Client.PostAsync("/api/v1/jobs", form, Ct);
            await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, code);
        }
    }

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }

    private Task<HttpResponseMessage> PostAsync(string json) =>
        _server.Client.PostAsync("/api/v1/jobs", new StringContent(json, Encoding.UTF8, "application/json"), Ct);
}
