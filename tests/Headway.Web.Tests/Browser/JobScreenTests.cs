using Headway.Model;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class JobScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task every_part_of_a_job_has_an_address_and_shows_without_a_complaint()
    {
        _server.Gate.Open();
        var id = await _server.SubmitAsync(3, "Looked into", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}");
        await screen.FactAsync("completed", "3");

        foreach (var (tab, sign) in ((string, string)[])[
            ("Timeline", ".waterfall .line"), ("Log", ".empty"), ("Data", ".tree"), ("Errors", ".empty"), ("History", ".told li")])
        {
            await screen.Page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of the job" })
                .GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).ClickAsync();
            await screen.Page.Locator(sign).First.WaitForAsync();
            Assert.EndsWith($"?tab={tab.ToLowerInvariant()}", screen.Page.Url, StringComparison.Ordinal);
        }

        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_large_job_is_cells_and_a_cell_opens_its_item()
    {
        var id = await _server.SubmitAsync(1200, "Large", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}");
        var cells = screen.Page.Locator("hw-grid [data-cells]");
        await cells.WaitForAsync();
        await screen.Page.WaitForFunctionAsync("document.querySelector('hw-grid').states.includes(2)");

        await cells.ClickAsync(new() { Position = new() { X = 20, Y = 5 } });

        await screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "syllabus 2.pdf" }).WaitForAsync();
        Assert.EndsWith("?item=2", screen.Page.Url, StringComparison.Ordinal);
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_job_is_paused_says_why_it_waits_and_is_run_again_with_edits()
    {
        var id = await _server.SubmitAsync(20, "Again", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}");
        await screen.FactAsync("processing", "4");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await screen.Page.GetByText("It is paused; 4 items are still to end.").WaitForAsync();

        await screen.Page.Locator("details.menu summary").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Run again with edits…" }).ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Run again with edits" });
        await dialog.GetByLabel("Configuration").FillAsync("{ no");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run it" }).ClickAsync();
        await dialog.GetByText("is no JSON object").WaitForAsync();
        await dialog.GetByLabel("Configuration").FillAsync("""{ "level": 3 }""");
        await dialog.GetByLabel("Name").FillAsync("Once more");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run it" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Once more" }).WaitForAsync();

        var made = await _server.Store.GetJobAsync(JobId.Parse(screen.Page.Url.Split('/')[^1], null), Ct);
        Assert.Equal((id, """{"level":3}"""), (made!.Origin!.Job, made.Config.Replace(" ", "", StringComparison.Ordinal)));
    }
}
