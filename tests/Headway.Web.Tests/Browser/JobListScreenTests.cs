using Headway.Store;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class JobListScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_search_is_in_the_address_its_words_are_chips_and_a_mistake_is_marked_where_it_stands()
    {
        await _server.SubmitAsync(1, "Needle", Ct);
        await _server.SubmitAsync(1, "Hay", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs");
        await screen.IsAsync("live");
        var bar = screen.Page.GetByRole(AriaRole.Searchbox);
        await bar.FillAsync("source:api nee");
        await RowAsync(screen, "Hay", gone: true);
        await screen.AtAsync("jobs?q=source%3Aapi%20nee");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Take nee away" }).ClickAsync();
        await RowAsync(screen, "Hay");
        await bar.FillAsync("status:broken");

        await screen.Page.GetByRole(AriaRole.Alert).GetByText("There is no status 'broken'").WaitForAsync();
        Assert.Equal("broken", await screen.Page.Locator(".searchbar mark").TextContentAsync());
        await screen.Page.GetByText("The search cannot be read").WaitForAsync();
        await bar.FillAsync("sta");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "status:", Exact = true }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "status:queued", Exact = true }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Take status:queued away" }).WaitForAsync();
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task rows_are_walked_and_chosen_by_keys_and_many_are_worked_after_they_were_counted()
    {
        await _server.SubmitAsync(1, "One", Ct);
        await _server.SubmitAsync(1, "Two", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs?q=source:api");
        await screen.IsAsync("live");
        await RowAsync(screen, "Two");
        foreach (var key in "jxjx")
            await screen.Page.Keyboard.PressAsync($"{key}");
        var bulk = screen.Page.GetByRole(AriaRole.Region, new() { Name = "Chosen jobs" });
        await bulk.GetByText("2 chosen").WaitForAsync();
        await bulk.GetByRole(AriaRole.Button, new() { Name = "Choose all that match" }).ClickAsync();
        await bulk.GetByText("All that match", new() { Exact = true }).WaitForAsync();
        await bulk.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await bulk.GetByText("Cancel 2 jobs?").WaitForAsync();
        await bulk.GetByText("What runs is stopped within seconds").WaitForAsync();
        await bulk.GetByRole(AriaRole.Button, new() { Name = "Cancel them" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "See how it goes" }).ClickAsync();

        await screen.AtAsync("jobs/job_*");
        var made = Assert.Single((await _server.Store.ListJobsAsync(
            new JobFilter { Types = ["system.bulk"] }, new PageRequest(10), Ct)).Rows);
        Assert.Contains("sources", made.Config, StringComparison.OrdinalIgnoreCase);
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task columns_and_orders_are_in_the_address_and_columns_are_remembered()
    {
        var ids = new[] { await _server.SubmitAsync(1, "One", Ct), await _server.SubmitAsync(1, "Two", Ct) };
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs");
        await screen.IsAsync("live");
        await screen.Page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Priority", Exact = true }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Priority" }).WaitForAsync();
        await screen.Page.GetByLabel("A value out of the job").FillAsync("label.course");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Add the column" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Columnheader, new() { Name = "label.course" }).WaitForAsync();
        await screen.Page.GotoAsync($"{_server.Address}jobs");
        await screen.Page.GetByRole(AriaRole.Columnheader, new() { Name = "label.course" }).WaitForAsync();

        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Created", Exact = true }).ClickAsync();
        await screen.Page.Locator("th[aria-sort=ascending]", new() { HasTextString = "Created" }).WaitForAsync();
        await Assertions.Expect(screen.Page.Locator("tr[data-job]").First).ToHaveAttributeAsync("data-job", $"{ids.Min()}");
        screen.HasNoComplaints();
    }

    private static Task RowAsync(Screen screen, string name, bool gone = false) =>
        screen.Page.Locator("tr[data-job]", new() { HasTextString = name })
            .WaitForAsync(new() { State = gone ? WaitForSelectorState.Detached : WaitForSelectorState.Visible });
}
