using Headway.Model;
using Headway.Store;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class ErrorScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IErrorStore Errors => (IErrorStore)_server.Store;

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(Ct);
        _server.Gate.Failing.Add("syllabus 2.pdf");
        _server.Gate.Open();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task an_error_is_resolved_with_a_reason_and_is_back_when_it_happens_again()
    {
        await FailAsync("First");
        await using var screen = await browser.OpenAsync($"{_server.Address}errors");
        await screen.IsAsync("live");
        var row = screen.Page.Locator("tr[data-error]");
        await row.ClickAsync();
        var panel = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "This PDF is locked with a password." });
        await panel.GetByText("Save it without the password.").WaitForAsync();
        await panel.GetByRole(AriaRole.Link, new() { Name = "First" }).WaitForAsync();

        await panel.GetByLabel("Why").FillAsync("told the sender");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await panel.Locator("[data-badge=Resolved]").WaitForAsync();
        await panel.GetByText("told the sender").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Escape");
        await screen.Page.GetByText("Nothing to look at").WaitForAsync();
        var resolved = Assert.Single(await Errors.ListErrorsAsync(new ErrorFilter(), Ct));
        Assert.Equal((ErrorState.Resolved, "dashboard", "told the sender"), (resolved.State, resolved.Actor, resolved.Reason));

        await FailAsync("Second");
        await row.Locator("[data-badge=Regressed]").WaitForAsync();
        Assert.EndsWith("/errors", screen.Page.Url, StringComparison.Ordinal);
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task what_is_shown_is_in_the_address_and_ignoring_takes_it_out_of_sight_for_a_while()
    {
        await FailAsync("Here");
        await using var screen = await browser.OpenAsync($"{_server.Address}errors?period=7d&state=all");
        await screen.IsAsync("live");
        await screen.Page.GetByLabel("Job type").SelectOptionAsync(DashboardServer.Type);
        await screen.AtAsync($"errors?period=7d&state=all&type={DashboardServer.Type}");
        await screen.Page.Locator("tr[data-error]").ClickAsync();
        var panel = screen.Page.Locator(".error-panel");
        await panel.GetByLabel("How long it is ignored").SelectOptionAsync("8h");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Ignore" }).ClickAsync();
        await panel.Locator("[data-badge=Ignored]").WaitForAsync();

        var ignored = Assert.Single(await Errors.ListErrorsAsync(new ErrorFilter(), Ct));
        Assert.InRange((ignored.Until!.Value - ignored.ChangedAt!.Value).TotalHours, 7.9, 8.1);
        await panel.GetByRole(AriaRole.Link, new() { Name = "All of them" }).ClickAsync();
        await screen.AtAsync($"jobs?error={ignored.Print}");
        await screen.Page.Locator("tr[data-job]", new() { HasTextString = "Here" }).WaitForAsync();
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task all_that_failed_in_its_jobs_gets_another_life_by_one_click()
    {
        var id = await FailAsync("Again");
        var print = Assert.Single(await Errors.ListErrorsAsync(new ErrorFilter(), Ct)).Print;
        _server.Gate.Failing.Remove("syllabus 2.pdf");
        await using var screen = await browser.OpenAsync($"{_server.Address}errors?error={print}");
        await screen.IsAsync("live");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Retry in all its jobs" }).ClickAsync();

        await screen.AtAsync("jobs/job_*");
        await _server.Client.WaitAsync(JobId.Parse(screen.Page.Url.Split('/')[^1], null), ct: Ct);
        var counts = (await _server.Client.WaitAsync(id, ct: Ct)).Counts;
        Assert.Equal((3, 0), (counts.Completed, counts.Failed));
        screen.HasNoComplaints();
    }

    private async Task<JobId> FailAsync(string name)
    {
        var id = await _server.SubmitAsync(3, name, Ct);
        await _server.Client.WaitAsync(id, ct: Ct);
        await Errors.FoldErrorsAsync(Ct);
        return id;
    }
}
