using System.Net;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class ItemsApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task items_are_listed_by_number_and_narrowed_by_state()
    {
        var job = await _server.SubmitAsync(5);
        await _server.WorkAsync(1);
        await _server.WorkAsync(1, ItemState.Failed);

        var first = await _server.GetAsync<ItemPage>($"/api/v1/jobs/{job.Id}/items?limit=3");
        var rest = await _server.GetAsync<ItemPage>($"/api/v1/jobs/{job.Id}/items?limit=3&after={Uri.EscapeDataString(first.Next!)}");
        var failed = await _server.GetAsync<ItemPage>($"/api/v1/jobs/{job.Id}/items?state=failed");

        Assert.Equal([1, 2, 3, 4, 5], first.Items.Concat(rest.Items).Select(item => item.No));
        Assert.Null(rest.Next);
        var one = Assert.Single(failed.Items);
        Assert.Equal(("encrypted", "Save it without a password."), (one.Fault?.Code, one.Fault?.Hint));
    }

    [Fact]
    public async Task an_item_shows_its_input_output_and_attempts()
    {
        var job = await _server.SubmitAsync(1);
        await _server.WorkAsync(1);

        var item = await _server.GetAsync<ItemView>($"/api/v1/jobs/{job.Id}/items/1");

        Assert.Equal("hello", item.Output?.GetProperty("said").GetString());
        var attempt = Assert.Single(item.Attempts!);
        Assert.Equal((1, AttemptOutcome.Completed, "hands"), (attempt.Number, attempt.Outcome, attempt.Worker));
    }

    [Fact]
    public async Task a_failed_item_is_retried_and_a_completed_one_is_not()
    {
        var job = await _server.SubmitAsync(2);
        await _server.WorkAsync(1);
        await _server.WorkAsync(1, ItemState.Failed);

        using var refused = await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/items/1/retry", null, Ct);
        using var taken = await _server.Client.PostAsync($"/api/v1/jobs/{job.Id}/items/2/retry", null, Ct);

        await ApiServer.ProblemAsync(refused, HttpStatusCode.Conflict, "refused");
        var view = await ApiServer.ReadAsync<JobView>(taken);
        Assert.Equal((2, 0), (view.Generation, view.Counts.Failed));
    }

    [Theory]
    [InlineData("GET", "items/9")]
    [InlineData("GET", "items/first")]
    [InlineData("POST", "items/9/retry")]
    public async Task an_unknown_item_is_not_found(string method, string path)
    {
        var job = await _server.SubmitAsync(1);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/jobs/{job.Id}/{path}");
        using var response = await _server.Client.SendAsync(request, Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.NotFound, "no_such_item");
    }

    [Fact]
    public async Task the_items_of_an_unknown_job_are_not_found()
    {
        using var response = await _server.Client.GetAsync($"/api/v1/jobs/{Guid.CreateVersion7()}/items", Ct);
        await ApiServer.ProblemAsync(response, HttpStatusCode.NotFound, "no_such_job");
    }
}
