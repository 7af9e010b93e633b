using System.Net;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class JobsApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_job_is_found_by_both_forms_of_its_id()
    {
        var job = await _server.SubmitAsync(3, "three");

        var byId = await _server.GetAsync<JobView>($"/api/v1/jobs/{job.Id}");
        var byUuid = await _server.GetAsync<JobView>($"/api/v1/jobs/{job.Uuid}");

        Assert.Equal(("three", 3, JobStatus.Queued), (byId.Name, byId.Counts.Total, byId.Status));
        Assert.Equal(byId.Id, byUuid.Id);
        Assert.Equal("{}", byId.Config?.GetRawText());
    }

    [Fact]
    public async Task an_unknown_job_is_not_found_and_the_answer_says_where_to_look()
    {
        foreach (var id in new[] { "job_nothing", Guid.NewGuid().ToString(), new JobId(Guid.CreateVersion7()).ToString() })
        {
            using var response = await _server.Client.GetAsync($"/api/v1/jobs/{id}", Ct);
            var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.NotFound, "no_such_job");
            Assert.Contains(id, problem.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task an_unchanged_job_is_not_sent_again()
    {
        var job = await _server.SubmitAsync(1);
        using var first = await _server.Client.GetAsync($"/api/v1/jobs/{job.Id}", Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{job.Id}");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var unchanged = await _server.Client.SendAsync(again, Ct);
        await _server.WorkAsync(1);
        using var later = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{job.Id}");
        later.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var changed = await _server.Client.SendAsync(later, Ct);

        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task lists_are_walked_by_key_newest_first()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add((await _server.SubmitAsync(1, $"job {i}")).Id);

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await _server.GetAsync<JobPage>(
                $"/api/v1/jobs?limit=2{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
            Assert.InRange(page.Jobs.Count, 0, 2);
            seen.AddRange(page.Jobs.Select(job => job.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(ids.Order().Reverse(), seen.OrderDescending());
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task lists_are_narrowed_by_status_type_name_and_time()
    {
        var done = await _server.SubmitAsync(1, "Alpha syllabi");
        await _server.WorkAsync(1);
        var open = await _server.SubmitAsync(1, "beta");

        async Task<string[]> Ids(string query) =>
            [.. (await _server.GetAsync<JobPage>($"/api/v1/jobs?{query}")).Jobs.Select(job => job.Id)];

        Assert.Equal([done.Id], await Ids("status=completed,failed"));
        Assert.Equal([open.Id], await Ids("status=queued"));
        Assert.Equal([done.Id], await Ids("search=SYLLA"));
        Assert.Equal([open.Id], await Ids($"search={open.Uuid}"));
        Assert.Empty(await Ids("type=nothing.such"));
        Assert.Equal(2, (await Ids($"type={ApiServer.Type}&from=2020-01-01")).Length);
        Assert.Empty(await Ids("to=2020-01-01T00:00:00Z"));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("status=done", "status")]
    [InlineData("from=yesterday", "from")]
    [InlineData("after=%00nonsense", "after")]
    public async Task a_parameter_that_cannot_be_read_is_named(string query, string parameter)
    {
        using var response = await _server.Client.GetAsync($"/api/v1/jobs?{query}", Ct);
        var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, "bad_parameter");
        Assert.Contains($"'{parameter}'", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_job_is_paused_resumed_and_cancelled_and_its_history_says_so()
    {
        var job = await _server.SubmitAsync(2);

        var statuses = new List<JobStatus>();
        foreach (var verb in new[] { "pause", "resume", "cancel" })
        {
            using var response = await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/{verb}", null, Ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            statuses.Add((await ApiServer.ReadAsync<JobView>(response)).Status);
        }

        var history = await _server.GetAsync<HistoryView>($"/api/v1/jobs/{job.Id}/history");
        Assert.Equal([JobStatus.Paused, JobStatus.Queued, JobStatus.Cancelled], statuses);
        Assert.Equal(
            [JobEventKind.Enqueued, JobEventKind.Paused, JobEventKind.Resumed, JobEventKind.Cancelled],
                history.Entries.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task a_job_that_has_ended_refuses_control_and_says_why()
    {
        var job = await _server.SubmitAsync(1);
        await _server.WorkAsync(1);

        using var response = await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/pause", null, Ct);

        var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.Conflict, "refused");
        Assert.Contains("completed", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_job_with_failed_items_says_that_it_completed_with_errors()
    {
        var job = await _server.SubmitAsync(2);
        await _server.WorkAsync(1);
        await _server.WorkAsync(1, ItemState.Failed);

        var view = await _server.GetAsync<JobView>($"/api/v1/jobs/{job.Id}");

        Assert.Equal((JobStatus.Completed, "completed with errors", 100), (view.Status, view.StatusNote, view.Percent));
    }
}
