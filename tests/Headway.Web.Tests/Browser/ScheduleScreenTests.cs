using Headway.Store;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class ScheduleScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_schedule_is_made_run_paused_changed_and_removed_on_its_page()
    {
        var store = (IScheduleStore)_server.Store;
        await using var screen = await browser.OpenAsync($"{_server.Address}schedules");
        var page = screen.Page;
        await page.GetByText("No schedule yet").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New schedule" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "New schedule" });
        await form.GetByText("Weekdays at 06:00, UTC").WaitForAsync();
        await form.GetByLabel("Name", new() { Exact = true }).FillAsync("Bad Name");
        await form.GetByRole(AriaRole.Button, new() { Name = "Make the schedule" }).ClickAsync();
        await form.GetByText("'Bad Name' is no name for a schedule").WaitForAsync();
        await form.GetByLabel("Name", new() { Exact = true }).FillAsync("nightly");
        await form.GetByRole(AriaRole.Textbox, new() { Name = "Cron" }).FillAsync("30 2 * * *");
        await form.GetByText("Every day at 02:30, UTC").WaitForAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Make the schedule" }).ClickAsync();

        var row = page.Locator("[data-schedule=nightly]");
        await row.Locator(".next li").Nth(4).WaitForAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await row.Locator(".fires a.hand").WaitForAsync();
        Assert.Single((await _server.Store.ListJobsAsync(new JobFilter(), new PageRequest(10), Ct)).Rows);

        await row.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = "Pause the schedule nightly?" });
        await question.GetByLabel("Why").FillAsync("Holidays");
        await question.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await row.GetByText("Holidays").WaitForAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await row.Locator("[data-badge=Active]").WaitForAsync();

        await row.GetByRole(AriaRole.Button, new() { Name = "Remove nightly" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await page.GetByText("No schedule yet").WaitForAsync();
        Assert.Empty((await store.ListSchedulesAsync(null, new PageRequest(10), Ct)).Rows);
        screen.HasNoComplaints();
    }
}
