using System.Net;
using System.Text;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class SearchApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task jobs_are_found_by_a_search_and_sorted_and_walked()
    {
        var first = await SubmitAsync(
            """{"type": "test.items", "labels": {"course": "BIO 101"}, "config": {"limit": 501}, "name": "fall"}""");
        var second = await SubmitAsync("""{"type": "test.items", "labels": {"course": "bio 201"}, "config": {"limit": 900}}""");
        await SubmitAsync("""{"type": "test.items", "labels": {"course": "CHEM"}, "config": {"limit": 900}}""");

        Assert.Equal([second, first], await FindAsync("type:test* label.course:BIO* config.limit:>500 after:-1h"));
        Assert.Equal([first, second], await FindAsync("label.course:BIO*", "&sort=oldest"));
        Assert.Equal([first], await FindAsync("label.course:BIO*", "&sort=status&search=FALL"));
        Assert.Equal([second, first], await FindAsync("label.course:BIO*", "&sort=progress&limit=1"));
        Assert.Equal([first], await FindAsync(first));
    }

    [Theory]
    [InlineData("/api/v1/jobs?q=fall%20colour:red", "bad_search", "At character 6 of the search: There is no qualifier 'colour'")]
    [InlineData("/api/v1/jobs/export?q=status:x", "bad_search", "There is no status 'x'")]
    [InlineData("/api/v1/jobs?q=status:failed&status=queued", "bad_search", "not both")]
    [InlineData("/api/v1/jobs?sort=colour", "bad_parameter", "progress_down")]
    public async Task a_search_that_cannot_be_read_is_refused_with_the_place(string path, string code, string words)
    {
        using var response = await _server.Client.GetAsync(path, Ct);
        var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.BadRequest, code);
        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task bulk_verbs_and_exports_take_searches()
    {
        var id = await SubmitAsync("""{"type": "test.items", "labels": {"course": "BIO 101"}}""");
        await SubmitAsync("""{"type": "test.items"}""");

        var count = await ApiServer.ReadAsync<BulkCountView>(await PostAsync(
            "/api/v1/jobs/bulk", """{"verb": "cancel", "filter": {"q": "label.course:BIO*"}, "dry_run": true}"""));
        var file = await _server.Client.GetStringAsync("/api/v1/jobs/export?format=jsonl&q=label.course:BIO*", Ct);
        using var refused = await PostAsync("/api/v1/jobs/bulk", """{"verb": "cancel", "filter": {"q": "label.:x"}, "dry_run": true}""");

        Assert.Equal((1, false), (count.Count, count.More));
        Assert.Contains(id, Assert.Single(file.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        await ApiServer.ProblemAsync(refused, HttpStatusCode.BadRequest, "bad_search");
    }

    private async Task<List<string>> FindAsync(string search, string rest = "")
    {
        var (found, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await _server.GetAsync<JobPage>(
                $"/api/v1/jobs?q={Uri.EscapeDataString(search)}{rest}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
            Assert.Null(page.SearchedTo);
            found.AddRange(page.Jobs.Select(job => job.Id));
            after = page.Next;
        }
        while (after is not null);
        return found;
    }

    private async Task<string> SubmitAsync(string json)
    {
        using var response = await PostAsync("/api/v1/jobs", json.Replace("test.items", ApiServer.Type, StringComparison.Ordinal));
        return (await ApiServer.ReadAsync<JobView>(response)).Id;
    }

    private Task<HttpResponseMessage> PostAsync(string path, string json) =>
        _server.Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Ct);
}
