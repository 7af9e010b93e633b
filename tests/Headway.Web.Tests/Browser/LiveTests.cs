using Headway.Model;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class LiveTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_batch_moves_without_a_reload()
    {
        _server.Gate.Failing.Add("syllabus 2.pdf");
        var id = await _server.SubmitAsync(8, "Fall syllabi", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}");
        await screen.Page.EvaluateAsync("window.neverReloaded = true");
        await screen.FactAsync("processing", "4");

        _server.Gate.Let(3);
        await screen.Page.Locator(".progress b", new() { HasTextString = "37 %" }).WaitForAsync();
        _server.Gate.Let(5);
        await screen.Page.Locator("h1 + .badge", new() { HasTextString = "Completed with errors" }).WaitForAsync();

        await screen.FactAsync("completed", "7");
        await screen.FactAsync("failed", "1");
        await screen.Page.Locator("tr[data-item='2']", new() { HasTextString = "Save it without the password." }).WaitForAsync();
        Assert.True(await screen.Page.EvaluateAsync<bool>("window.neverReloaded === true"));
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task the_pill_turns_red_when_the_server_dies_and_green_when_it_is_back()
    {
        var id = await _server.SubmitAsync(2, "Survivor", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}?state=ready,running");
        Assert.Contains("Real-time", await screen.Pill.InnerTextAsync(), StringComparison.Ordinal);

        await _server.DieAsync();
        await screen.IsAsync("offline");
        Assert.Matches("Disconnected.*old", (await screen.Pill.InnerTextAsync()).ReplaceLineEndings(" "));

        await _server.StartAsync(Ct);
        await screen.IsAsync("live");
        Assert.Contains("Real-time", await screen.Pill.InnerTextAsync(), StringComparison.Ordinal);
        Assert.EndsWith($"jobs/{id}?state=ready,running", screen.Page.Url, StringComparison.Ordinal);
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Survivor" }).WaitForAsync();
    }

    [Fact]
    public async Task a_job_is_cancelled_from_its_page_by_keyboard_and_only_after_a_question()
    {
        var id = await _server.SubmitAsync(6, "Unwanted", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}");
        await screen.FactAsync("processing", "4");

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel job" }).FocusAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("will not run").WaitForAsync();
        Assert.NotEqual(JobStatus.Cancelled, (await _server.Store.GetJobAsync(id, Ct))!.Status);
        await dialog.Locator("button:focus", new() { HasTextString = "Keep it running" }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Tab");
        await screen.Page.Keyboard.PressAsync("Enter");

        await screen.Page.Locator("h1 + .badge", new() { HasTextString = "Cancelled" }).WaitForAsync();
        Assert.Equal("dashboard", (await _server.Store.ListHistoryAsync(id, Ct))[^1].Actor);
        await screen.Page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the job" })
            .GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await screen.Page.Locator(".told li", new() { HasTextString = "by dashboard" }).WaitForAsync();
        Assert.Equal(JobStatus.Cancelled, (await _server.Store.GetJobAsync(id, Ct))!.Status);
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_failed_item_is_retried_from_its_row()
    {
        _server.Gate.Failing.Add("syllabus 1.pdf");
        _server.Gate.Open();
        var id = await _server.SubmitAsync(2, "Second chance", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}");
        await screen.FactAsync("failed", "1");

        _server.Gate.Failing.Clear();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Retry syllabus 1.pdf" }).ClickAsync();

        await screen.FactAsync("completed", "2");
    }

    [Fact]
    public async Task a_paused_job_stands_still_until_it_is_resumed()
    {
        var id = await _server.SubmitAsync(8, "Patience", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}");
        await screen.FactAsync("processing", "4");

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await screen.Page.Locator("h1 + .badge", new() { HasTextString = "Pausing" }).WaitForAsync();
        _server.Gate.Let(4);
        await screen.Page.Locator("h1 + .badge", new() { HasTextString = "Paused" }).WaitForAsync();
        await screen.FactAsync("completed", "4");
        _server.Gate.Open();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();

        await screen.FactAsync("completed", "8");
    }

    [Fact]
    public async Task the_list_and_the_overview_count_a_new_job_while_they_are_looked_at()
    {
        await using var list = await browser.OpenAsync($"{_server.Address}jobs");
        await using var overview = await browser.OpenAsync(_server.Address);
        await list.Page.GetByText("No jobs yet").WaitForAsync();

        await _server.SubmitAsync(4, "Just in", Ct);

        await list.Page.Locator("tr[data-job]", new() { HasTextString = "Just in" }).GetByText("Running").WaitForAsync();
        await overview.Page.Locator("[data-status=running] .value", new() { HasTextString = "1" }).WaitForAsync();
    }
}
