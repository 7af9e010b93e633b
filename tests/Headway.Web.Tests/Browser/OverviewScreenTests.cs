using Headway.Model;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class OverviewScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task the_chart_tells_exact_counts_by_pointer_and_by_keys_and_leads_to_what_happened()
    {
        _server.Gate.Failing.Add("syllabus 1.pdf");
        _server.Gate.Open();
        await _server.Client.WaitAsync(await _server.SubmitAsync(5, "Counted", Ct), ct: Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}?period=1h");
        var chart = screen.Page.Locator("hw-chart");
        await screen.Page.Locator("[data-card=total]", new() { HasTextString = "5" }).WaitForAsync();

        var box = (await chart.BoundingBoxAsync())!;
        await screen.Page.Mouse.MoveAsync(box.X + box.Width - 20, box.Y + (box.Height / 2));
        var pointed = await TipsAsync(screen, "ArrowLeft");
        await screen.Page.Mouse.MoveAsync(0, 0);
        await chart.FocusAsync();
        await screen.Page.Keyboard.PressAsync("End");
        var keyed = await TipsAsync(screen, "ArrowLeft");
        await screen.Page.Keyboard.PressAsync("Enter");

        Assert.Contains(pointed, tip => tip.Contains("4 success", StringComparison.Ordinal));
        Assert.Contains(keyed, tip => tip.EndsWith("4 success\n1 failed", StringComparison.Ordinal));
        await screen.AtAsync("tasks?from=*&to=*");
    }

    [Fact]
    public async Task what_failed_is_named_with_a_click_that_tries_it_again()
    {
        _server.Gate.Failing.UnionWith(["syllabus 1.pdf", "syllabus 2.pdf"]);
        _server.Gate.Open();
        var id = await _server.SubmitAsync(2, "Broken", Ct);
        await _server.Client.WaitAsync(id, ct: Ct);
        await using var screen = await browser.OpenAsync(_server.Address);
        var need = screen.Page.Locator($"[data-need='failed:{id}']", new() { HasTextString = "“Broken” failed" });
        await need.WaitForAsync();
        await screen.Page.Locator(".health h2", new() { HasTextString = "1 thing needs you" }).WaitForAsync();

        _server.Gate.Failing.Clear();
        await need.GetByRole(AriaRole.Button, new() { Name = "Retry failed items" }).ClickAsync();

        await screen.Page.GetByText("2 items run again.").WaitForAsync();
        await need.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(JobStatus.Completed, (await _server.Client.WaitAsync(id, ct: Ct)).Status);
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_period_is_in_the_address_and_24_hours_where_nothing_is_said()
    {
        await using var screen = await browser.OpenAsync(_server.Address);
        await screen.Page.Locator(".chip[aria-current=true]", new() { HasTextString = "24h" }).WaitForAsync();

        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "7d" }).ClickAsync();
        await screen.Page.Locator(".chip[aria-current=true]", new() { HasTextString = "7d" }).WaitForAsync();
        Assert.EndsWith("?period=7d", screen.Page.Url, StringComparison.Ordinal);
        await screen.Page.Locator("[data-card=failed]").ClickAsync();

        await screen.AtAsync("tasks?status=failed&period=7d");
    }

    /// <summary>What the bubble says of the last point and the one before: the minute may turn while the test runs.</summary>
    private static async Task<IReadOnlyList<string>> TipsAsync(Screen screen, string key)
    {
        var first = await screen.Page.Locator(".hw-tip").TextContentAsync();
        await screen.Page.Locator("hw-chart").PressAsync(key);
        return [first!, (await screen.Page.Locator(".hw-tip").TextContentAsync())!];
    }
}
