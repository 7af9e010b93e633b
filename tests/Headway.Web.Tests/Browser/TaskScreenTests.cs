using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class TaskScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task what_ran_runs_and_waits_is_listed_and_each_status_is_a_filter_in_the_address()
    {
        // Which of the four that run comes to the gate first is open: whichever does fails, and the next two do not.
        _server.Gate.Failing.UnionWith(Enumerable.Range(1, 9).Select(no => $"syllabus {no}.pdf"));
        _server.Gate.Let(1);
        await _server.SubmitAsync(9, "Mixed", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}tasks");
        var rows = screen.Page.Locator("tr[data-task]");
        await rows.Locator("[data-badge=Failed]").WaitForAsync();
        _server.Gate.Failing.Clear();
        _server.Gate.Let(2);
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "2 items pending in 1 job" }).WaitForAsync();
        Assert.Equal(7, await rows.CountAsync()); // four run, three ended

        foreach (var (status, count) in new[] { ("Success", 2), ("Failed", 1), ("Running", 4), ("Pending", 1) })
        {
            await screen.Page.Locator(".task-filters").GetByRole(AriaRole.Link, new() { Name = status }).ClickAsync();
            await screen.AtAsync($"tasks?status={status.ToLowerInvariant()}");
            await Assertions.Expect(rows).ToHaveCountAsync(count); // the address changes first, the list behind it
            Assert.Equal(count, await rows.Locator($"[data-badge={status}]").CountAsync());
        }

        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await screen.AtAsync("tasks");
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_task_opens_beside_the_list_with_its_timing_labels_and_error_or_result()
    {
        _server.Gate.Failing.Add("syllabus 1.pdf");
        _server.Gate.Open();
        var id = await _server.SubmitAsync(2, "Looked into", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}tasks?status=failed");

        await screen.Page.Locator("tr[data-task]", new() { HasTextString = "locked with a password" }).ClickAsync();
        var panel = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Syllabus skills" });
        await panel.GetByText("Save it without the password.").WaitForAsync();
        await panel.GetByText(id.ToString()).WaitForAsync();
        await panel.Locator("dt", new() { HasTextString = "Finished at" }).WaitForAsync();
        Assert.EndsWith($"tasks?status=failed&task={id}.1.1.1", screen.Page.Url, StringComparison.Ordinal);
        await screen.Page.Keyboard.PressAsync("Escape");
        await panel.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await screen.Page.GotoAsync($"{_server.Address}tasks?task={id}.2.1.1");

        await screen.Page.Locator(".task-panel pre.json", new() { HasTextString = "Data Structures" }).WaitForAsync();
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task fifty_tasks_are_a_page_and_next_and_previous_lead_there_and_back()
    {
        _server.Gate.Open();
        await _server.SubmitAsync(120, "Many", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}tasks?status=success");
        var rows = screen.Page.Locator("tr[data-task]");
        await screen.Page.Locator("[data-card=total] .value", new() { HasTextString = "120" }).WaitForAsync();
        await screen.Page.ReloadAsync();
        await screen.IsAsync("live");
        var seen = new List<int>();

        foreach (var direction in new[] { "Next", "Next", "Previous", "Previous" })
        {
            var first = await rows.First.GetAttributeAsync("data-task");
            await screen.Page.GetByRole(AriaRole.Link, new() { Name = direction }).ClickAsync();
            await screen.Page.Locator($"tr[data-task='{first}']").WaitForAsync(new() { State = WaitForSelectorState.Detached });
            seen.Add(await rows.CountAsync());
        }

        Assert.Equal([50, 20, 50, 50], seen);
        Assert.EndsWith("tasks?status=success", screen.Page.Url, StringComparison.Ordinal);
    }
}
