using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class AnalyticsScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task exact_numbers_are_in_charts_tables_and_the_file_and_the_period_is_in_the_address()
    {
        _server.Gate.Failing.Add("syllabus 1.pdf");
        _server.Gate.Open();
        await _server.Client.WaitAsync(await _server.SubmitAsync(5, "Counted", Ct), ct: Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}analytics");
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Day", Exact = true }).ClickAsync();
        await screen.AtAsync("analytics?period=day");
        await screen.Page.Locator("[data-card=attempts] .value", new() { HasTextString = "5" }).WaitForAsync();

        var outcomes = screen.Page.Locator("[data-trend=outcomes]");
        await outcomes.GetByText("Numbers").ClickAsync();
        Assert.Equal(["4", "1"], await outcomes.Locator("tbody tr").First.Locator("td").AllInnerTextsAsync());
        await outcomes.Locator("hw-chart").FocusAsync();
        await screen.Page.Keyboard.PressAsync("End");
        var tip = await outcomes.Locator("hw-chart").GetAttributeAsync("data-tip");
        Assert.EndsWith("4 succeeded\n1 failed", tip, StringComparison.Ordinal);
        await screen.Page.Locator(".peaks td[data-tip*='4 succeeded']").WaitForAsync();

        var download = await screen.Page.RunAndWaitForDownloadAsync(() => screen.Page.Locator("[data-csv]").ClickAsync());
        Assert.StartsWith("headway-analytics-day-", download.SuggestedFilename, StringComparison.Ordinal);
        using var text = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Contains(",,5,4,1,80,", await text.ReadToEndAsync(Ct), StringComparison.Ordinal);
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_type_is_chosen_into_the_address_and_out_of_it_again()
    {
        _server.Gate.Open();
        await _server.Client.WaitAsync(await _server.SubmitAsync(3, "Typed", Ct), ct: Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}analytics?type=nobody.has.this");
        await screen.Page.Locator("[data-card=attempts] .value", new() { HasTextString = "0" }).WaitForAsync();
        await screen.Page.GetByText("No attempt failed in this period.").WaitForAsync();
        await screen.IsAsync("live"); // a choice made earlier reaches nobody

        await screen.Page.Locator("[data-types]").SelectOptionAsync(new SelectOptionValue { Label = "All job types" });

        await screen.AtAsync("analytics");
        await screen.Page.Locator("[data-speed]").WaitForAsync();
        await screen.Page.Locator("[data-card=attempts] .value", new() { HasTextString = "3" }).WaitForAsync();
        screen.HasNoComplaints();
    }
}
