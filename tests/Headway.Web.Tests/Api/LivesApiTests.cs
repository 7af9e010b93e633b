using System.Net;
using System.Net.Http.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class LivesApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task an_open_job_is_not_restarted_and_the_answer_says_what_to_do_first()
    {
        var job = await _server.SubmitAsync(2);
        var problem = await ApiServer.ProblemAsync(await PostAsync(job, "restart"), HttpStatusCode.Conflict, "refused");
        Assert.Contains("cancel it first", problem.Detail, StringComparison.Ordinal);

        await PostAsync(job, "cancel");
        var again = await ApiServer.ReadAsync<JobView>(await PostAsync(job, "restart"));
        Assert.Equal((JobStatus.Queued, 2, 2), (again.Status, again.Generation, again.Counts.Fresh));
        var history = await _server.GetAsync<HistoryView>($"/api/v1/jobs/{job.Id}/history");
        Assert.Equal([JobEventKind.Enqueued, JobEventKind.Cancelled, JobEventKind.Restarted], history.Entries.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task what_failed_is_counted_retried_in_place_or_run_again_as_a_job_of_its_own()
    {
        var job = await _server.SubmitAsync(3, "batch");
        await _server.WorkAsync(1);
        await _server.WorkAsync(2, ItemState.Failed);

        Assert.Equal(2, (await ApiServer.ReadAsync<CountView>(await PostAsync(job, "rerun-errors?dry_run=true"))).Count);
        var response = await PostAsync(job, "rerun-errors");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var rerun = await _server.GetAsync<JobView>(response.Headers.Location!.OriginalString);
        Assert.Equal(("batch", 2, JobOriginKind.RerunErrors, job.Id),
            (rerun.Name, rerun.Counts.Total, rerun.Origin?.Kind, rerun.Origin?.JobId));
        Assert.Equal("item 3", (await _server.GetAsync<ItemView>($"/api/v1/jobs/{rerun.Id}/items/2")).Name);
        Assert.Equal(rerun.Id, Assert.Single((await _server.GetAsync<JobPage>($"/api/v1/jobs?origin={job.Id}")).Jobs).Id);

        Assert.Equal(2, (await ApiServer.ReadAsync<CountView>(await PostAsync(job, "retry-failed?dry_run=true"))).Count);
        Assert.Equal(2, (await ApiServer.ReadAsync<CountView>(await PostAsync(job, "retry-failed"))).Count);
        var now = (await _server.GetAsync<JobView>($"/api/v1/jobs/{job.Id}")).Counts;
        Assert.Equal((0, 2), (now.Failed, now.Due));
        await ApiServer.ProblemAsync(await PostAsync(job, "rerun-errors"), HttpStatusCode.Conflict, "refused");
    }

    [Fact]
    public async Task a_job_is_run_again_with_an_edited_config()
    {
        var config = new { model = "small", depth = new { from = 1, to = 3 } };
        var request = new { type = ApiServer.Type, config, items = new[] { new { name = "a" } } };
        var old = await ApiServer.ReadAsync<JobView>(await _server.Client.PostAsJsonAsync("/api/v1/jobs", request, Ct));
        var edits = new { config = new { model = (string?)null, depth = new { to = 5 } }, name = "deeper" };
        var again = await ApiServer.ReadAsync<JobView>(
            await _server.Client.PostAsJsonAsync($"/api/v1/jobs/{old.Id}/run-again", edits, Ct));
        Assert.Equal("""{"depth":{"from":1,"to":5}}""", again.Config?.GetRawText());
        Assert.Equal(("deeper", 1, JobOriginKind.RunAgain), (again.Name, again.Counts.Total, again.Origin?.Kind));

        var bad = await _server.Client.PostAsJsonAsync($"/api/v1/jobs/{old.Id}/run-again", new { config = 3 }, Ct);
        await ApiServer.ProblemAsync(bad, HttpStatusCode.BadRequest, "bad_config");
        var none = await _server.Client.PostAsync($"/api/v1/jobs/{Guid.CreateVersion7()}/run-again", null, Ct);
        await ApiServer.ProblemAsync(none, HttpStatusCode.NotFound, "no_such_job");
    }

    [Fact]
    public async Task an_item_is_skipped_with_a_reason()
    {
        var job = await _server.SubmitAsync(2);
        await _server.WorkAsync(1, ItemState.Failed);
        await ApiServer.ProblemAsync(await SkipAsync(job, 1, ""), HttpStatusCode.BadRequest, "bad_reason");
        await ApiServer.ProblemAsync(await SkipAsync(job, 2, "not begun"), HttpStatusCode.Conflict, "refused");
        await ApiServer.ProblemAsync(await SkipAsync(job, 9, "not there"), HttpStatusCode.NotFound, "no_such_item");
        var view = await ApiServer.ReadAsync<JobView>(await SkipAsync(job, 1, "A copy."));
        Assert.Equal((0, 1), (view.Counts.Failed, view.Counts.Skipped));
        Assert.Equal("A copy.", (await _server.GetAsync<ItemView>($"/api/v1/jobs/{job.Id}/items/1")).Fault?.Message);
    }

    [Fact]
    public async Task a_dry_run_needs_a_plan_to_count()
    {
        var request = new { type = ApiServer.Type, dry_run = true };
        using var response = await _server.Client.PostAsJsonAsync("/api/v1/jobs", request, Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, "bad_dry_run");
    }

    [Fact]
    public async Task a_job_of_a_type_that_keeps_no_images_is_not_rolled_back()
    {
        var job = await _server.SubmitAsync(1);
        var problem = await ApiServer.ProblemAsync(await PostAsync(job, "rollback"), HttpStatusCode.Conflict, "refused");
        Assert.Contains(ApiServer.Type, problem.Detail, StringComparison.Ordinal);
        await ApiServer.ProblemAsync(await PostAsync(job, "items/1/force"), HttpStatusCode.Conflict, "refused");
    }

    private async Task<HttpResponseMessage> PostAsync(JobView job, string verb) =>
        await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/{verb}", null, Ct);

    private async Task<HttpResponseMessage> SkipAsync(JobView job, int no, string reason) =>
        await _server.Client.PostAsync(
            $"/api/v1/jobs/{job.Id}/items/{no}/skip",
            JsonContent.Create(new SkipRequest { Reason = reason }, WireJson.Default.SkipRequest), Ct);
}
