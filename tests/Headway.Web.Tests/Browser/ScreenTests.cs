using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class ScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task every_page_works_under_a_prefix_without_a_complaint()
    {
        _server.Gate.Open();
        var id = await _server.SubmitAsync(3, "Mounted", Ct);
        await using var screen = await browser.OpenAsync(_server.Address);

        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Background Jobs" }).ClickAsync();
        await screen.Page.Locator("a.name", new() { HasTextString = "Mounted" }).ClickAsync();
        await screen.FactAsync("completed", "3");
        Assert.Equal($"{_server.Address}jobs/{id}", screen.Page.Url);
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Skills" }).ClickAsync();
        await screen.Page.Locator(".rank li", new() { HasTextString = "Java" }).WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Workers" }).ClickAsync();
        await screen.Page.Locator("[data-badge=Healthy]").WaitForAsync();

        screen.HasNoComplaints();
    }

    [Fact]
    public async Task an_items_panel_has_an_address_and_closes_with_escape()
    {
        _server.Gate.Open();
        var id = await _server.SubmitAsync(2, "Looked into", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}?item=2");

        var panel = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "syllabus 2.pdf" });
        await panel.Locator("blockquote", new() { HasTextString = "Students write programs in Java." }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Escape");

        await panel.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal($"{_server.Address}jobs/{id}", screen.Page.Url);
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_chosen_theme_holds_over_a_reload_and_beats_the_system()
    {
        await using var screen = await browser.OpenAsync(_server.Address, scheme: ColorScheme.Light);
        var light = await GroundAsync(screen);

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        var dark = await GroundAsync(screen);
        await screen.Page.ReloadAsync();
        await screen.IsAsync("live");

        Assert.NotEqual(light, dark);
        Assert.Equal(dark, await GroundAsync(screen));
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "As the system" }).ClickAsync();
        Assert.Equal(light, await GroundAsync(screen));
    }

    [Theory]
    [InlineData("")]
    [InlineData("jobs")]
    [InlineData("jobs/{id}")]
    [InlineData("jobs/{id}?item=1")]
    [InlineData("jobs/{id}?tab=skills")]
    [InlineData("analytics")]
    [InlineData("workers")]
    [InlineData("tasks")]
    [InlineData("errors?state=all")]
    [InlineData("queues")]
    [InlineData("schedules?edit=new")]
    public async Task nothing_is_wider_than_a_phone(string path)
    {
        _server.Gate.Open();
        var id = await _server.SubmitAsync(5, "A name that is rather long, as the names of files and courses tend to be", Ct);
        var address = _server.Address + path.Replace("{id}", id.ToString(), StringComparison.Ordinal);
        await using var screen = await browser.OpenAsync(address, 375, 740);

        var widths = await screen.Page.EvaluateAsync<int[]>("[document.documentElement.scrollWidth, innerWidth]");

        Assert.True(widths[0] <= widths[1], $"{widths[0]} on {widths[1]}");
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task every_answer_of_the_dashboard_carries_the_policy_and_a_missing_page_is_a_404()
    {
        using var http = new HttpClient();

        var page = await http.GetAsync(_server.Address, Ct);
        var missing = await http.GetAsync(_server.Address + "nope", Ct);
        var noJob = await http.GetAsync(_server.Address + "jobs/job_nope", Ct);

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe", policy, StringComparison.Ordinal);
        Assert.Equal((404, 404), ((int)missing.StatusCode, (int)noJob.StatusCode));
        Assert.Contains("There is no such page", await missing.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("There is no such job", await noJob.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(policy, missing.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task the_host_keeps_what_is_outside_the_prefix()
    {
        using var http = new HttpClient();
        var root = new Uri(new Uri(_server.Address), "/");

        Assert.Equal(404, (int)(await http.GetAsync(root, Ct)).StatusCode);
        Assert.Equal(200, (int)(await http.GetAsync(new Uri(root, "/api/v1/stats"), Ct)).StatusCode);
    }

    [Fact]
    public async Task a_filter_is_in_the_address_and_the_search_finds_by_name()
    {
        await _server.SubmitAsync(1, "Needle", Ct);
        await _server.SubmitAsync(1, "Hay", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs");
        await screen.Page.Locator("tr[data-job]", new() { HasTextString = "Hay" }).WaitForAsync();

        await screen.Page.Keyboard.PressAsync("/");
        await screen.Page.Keyboard.TypeAsync("needle");
        await screen.Page.Locator("tr[data-job]", new() { HasTextString = "Hay" })
            .WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Failed" }).ClickAsync();
        await screen.Page.GetByText("No job fits").WaitForAsync();

        Assert.EndsWith("jobs?q=needle&status=failed", screen.Page.Url, StringComparison.Ordinal);
    }

    private static Task<string> GroundAsync(Screen screen) =>
        screen.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
