using System.Net;
using System.Text;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class ErrorsApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task what_failed_is_listed_with_its_jobs()
    {
        var job = await FailAsync();
        var list = await _server.GetAsync<ErrorList>("/api/v1/errors?period=1h");
        var error = Assert.Single(list.Errors);
        var one = await _server.GetAsync<ErrorView>($"/api/v1/errors/{error.Fingerprint}");
        var jobs = await _server.GetAsync<JobPage>($"/api/v1/jobs?error={error.Fingerprint}");
        var others = await _server.GetAsync<JobPage>("/api/v1/jobs?error=0000000000000000");

        Assert.Equal(("1h", ErrorState.Open, 2, 2, 1), (list.Period, error.State, error.Times, error.Failed, error.Jobs));
        Assert.Equal(2, error.Trend.Sum());
        Assert.Equal([ApiServer.Type], error.Types);
        Assert.Null(error.LastJobs);
        var hit = Assert.Single(one.LastJobs!);
        Assert.Equal((job.Id, JobStatus.Failed, 2), (hit.Id, hit.Status, hit.Times));
        Assert.Equal(job.Id, Assert.Single(jobs.Jobs).Id);
        Assert.Empty(others.Jobs);
        Assert.Empty((await _server.GetAsync<ErrorList>("/api/v1/errors?state=resolved")).Errors);
        Assert.Empty((await _server.GetAsync<ErrorList>("/api/v1/errors?org=acme")).Errors);
        Assert.Single((await _server.GetAsync<ErrorList>($"/api/v1/errors?search={error.Code}&by=last&type={ApiServer.Type}")).Errors);
    }

    [Fact]
    public async Task a_person_resolves_ignores_and_reopens()
    {
        await FailAsync();
        var print = Assert.Single((await _server.GetAsync<ErrorList>("/api/v1/errors")).Errors).Fingerprint;

        var resolved = await SayAsync(print, "resolve", """{"reason": "mended"}""");
        await FailAsync();
        var back = await _server.GetAsync<ErrorView>($"/api/v1/errors/{print}");
        var ignored = await SayAsync(print, "ignore", """{"times": 5, "until": "2999-01-01T00:00:00Z"}""");
        var open = await SayAsync(print, "reopen", null);

        Assert.Equal((ErrorState.Resolved, "mended"), (resolved.State, resolved.Reason));
        Assert.Equal((ErrorState.Regressed, 4), (back.State, back.AllTimes));
        Assert.NotNull(back.BackAt);
        Assert.Equal((ErrorState.Ignored, 9, 2999), (ignored.State, ignored.UntilTimes, ignored.Until!.Value.Year));
        Assert.Equal((ErrorState.Open, null, null), (open.State, open.UntilTimes, open.Reason));
    }

    [Fact]
    public async Task all_jobs_of_an_error_are_retried_at_once()
    {
        await FailAsync();
        await _server.SubmitAsync(1);
        var print = Assert.Single((await _server.GetAsync<ErrorList>("/api/v1/errors")).Errors).Fingerprint;
        using var response = await SendAsync(
            "/api/v1/jobs/bulk", $$"""{"verb": "retry", "filter": {"error": "{{print}}"}, "dry_run": true}""");
        Assert.Equal(1, (await ApiServer.ReadAsync<BulkCountView>(response)).Count);
    }

    [Theory]
    [InlineData("/api/v1/errors?period=2h", "bad_parameter")]
    [InlineData("/api/v1/errors?state=gone", "bad_parameter")]
    [InlineData("/api/v1/errors?by=name", "bad_parameter")]
    public async Task a_list_that_cannot_be_is_refused(string path, string code)
    {
        using var response = await _server.Client.GetAsync(path, Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("resolve", "{", HttpStatusCode.BadRequest, "bad_json")]
    [InlineData("ignore", """{"times": 0}""", HttpStatusCode.BadRequest, "bad_times")]
    [InlineData("reopen", "{}", HttpStatusCode.NotFound, "no_such_error")]
    public async Task what_cannot_be_said_of_an_error_is_refused(string verb, string body, HttpStatusCode status, string code)
    {
        using var response = await SendAsync($"/api/v1/errors/0000000000000000/{verb}", body);
        await ApiServer.ProblemAsync(response, status, code);
    }

    private async Task<JobView> FailAsync()
    {
        var job = await _server.SubmitAsync(2);
        await _server.WorkAsync(2, ItemState.Failed);
        await ((IErrorStore)_server.Store).FoldErrorsAsync(Ct);
        return job;
    }

    private async Task<ErrorView> SayAsync(string print, string verb, string? body)
    {
        using var response = await SendAsync($"/api/v1/errors/{print}/{verb}", body);
        return await ApiServer.ReadAsync<ErrorView>(response);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _server.Client.SendAsync(request, Ct);
    }
}
