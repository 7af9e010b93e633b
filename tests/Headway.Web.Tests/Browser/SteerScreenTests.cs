using Headway.Machine;
using Headway.Model;
using Headway.Store;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class SteerScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_queue_is_paused_with_a_reason_and_an_end_after_its_consequence_was_said_and_goes_on_by_a_click()
    {
        await using var screen = await browser.OpenAsync($"{_server.Address}queues");
        var line = screen.Page.Locator("tr[data-line='default']");
        await line.GetByRole(AriaRole.Button, new() { Name = "Pause default" }).ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Pause the queue default?" });
        await dialog.GetByText("Nothing new of it starts; what runs, ends.").WaitForAsync();

        await dialog.GetByLabel("Why").FillAsync("The model is down");
        await dialog.GetByLabel("Until").SelectOptionAsync("60");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await line.GetByText("The model is down").WaitForAsync();

        var hold = Assert.Single(await ((IControlStore)_server.Store).ListHoldsAsync(Ct));
        Assert.Equal((HoldKind.Queue, "default", "dashboard"), (hold.Kind, hold.Name, hold.Actor));
        Assert.InRange((hold.Until!.Value - hold.At).TotalMinutes, 59, 61);
        await line.GetByRole(AriaRole.Button, new() { Name = "Resume default" }).ClickAsync();
        await line.Locator("[data-badge=Open]").WaitForAsync();
        Assert.Empty(await ((IControlStore)_server.Store).ListHoldsAsync(Ct));
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_limit_is_set_changed_and_removed_in_place()
    {
        await using var screen = await browser.OpenAsync($"{_server.Address}queues");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Take the usual ones" }).ClickAsync();
        var limit = screen.Page.Locator("tr[data-limit='global-*-jobs']");
        await limit.Locator(".name", new() { HasTextString = "jobs under way, over all" }).WaitForAsync();

        await limit.GetByRole(AriaRole.Spinbutton).FillAsync("7");
        await limit.GetByText("takes effect within a second").WaitForAsync();
        await limit.GetByRole(AriaRole.Button, new() { Name = "Set" }).ClickAsync();
        await screen.Page.GetByText("at most 7 now.").WaitForAsync();
        Assert.Contains(await ((ILimitStore)_server.Store).ListLimitsAsync(Ct), one => one is { Scope: LimitScope.Global, Most: 7 });
        await limit.GetByRole(AriaRole.Button, new() { Name = "Remove the limit" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();

        await limit.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.DoesNotContain(await ((ILimitStore)_server.Store).ListLimitsAsync(Ct), one => one.Scope == LimitScope.Global);
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task calls_to_a_destination_go_on_and_are_stopped_by_a_click()
    {
        var breakers = (IBreakerStore)_server.Store;
        await breakers.OpenBreakerAsync(Orgs.Default, "smtp.example.org", "ann", "New certificate", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}queues");
        await screen.IsAsync("live");
        var line = screen.Page.Locator("tr[data-breaker='smtp.example.org']");
        await line.GetByText("New certificate").WaitForAsync();
        await line.GetByRole(AriaRole.Button, new() { Name = "Let calls to smtp.example.org go on" }).ClickAsync();
        await line.Locator("[data-badge=Called]").WaitForAsync();

        await line.GetByRole(AriaRole.Button, new() { Name = "Stop calls to smtp.example.org" }).ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Pause calls to smtp.example.org?" });
        await dialog.GetByLabel("Why").FillAsync("Not yet");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await line.Locator("[data-badge='Not called']").WaitForAsync();

        var open = Assert.Single(await breakers.ListBreakersAsync(new BreakerRule(), Ct));
        Assert.Equal((BreakerState.Open, "dashboard", "Not yet"), (open.State, open.Actor, open.Reason));
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_worker_shows_what_it_runs()
    {
        await _server.SubmitAsync(2, "In hand", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}workers");

        await screen.Page.Locator(".worker-card .runs a", new() { HasTextString = "item 2 · Reading the document" }).WaitForAsync();
        await screen.Page.Locator(".worker-card [data-badge=Healthy]").WaitForAsync();
        screen.HasNoComplaints();
    }
}
