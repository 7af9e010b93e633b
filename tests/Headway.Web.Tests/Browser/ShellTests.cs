using Headway.Model;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

public sealed class ShellTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DashboardServer _server = new("/ops/headway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task the_palette_finds_a_job_by_a_word_of_its_name_and_by_its_id()
    {
        var id = await _server.SubmitAsync(1, "Needle in the haystack", Ct);
        await using var screen = await browser.OpenAsync(_server.Address);

        foreach (var text in new[] { "haystack", id.ToString() })
        {
            await screen.Page.GotoAsync(_server.Address);
            await screen.IsAsync("live");
            await screen.Page.Keyboard.PressAsync("Control+k");
            await screen.Page.Keyboard.TypeAsync(text);
            await screen.Page.Locator("#palette [aria-selected=true]", new() { HasTextString = "Needle" }).WaitForAsync();
            await screen.Page.Keyboard.PressAsync("Enter");

            await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Needle in the haystack" }).WaitForAsync();
            Assert.Equal($"{_server.Address}jobs/{id}", screen.Page.Url);
        }

        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_verb_of_the_job_in_view_is_done_from_the_palette()
    {
        var id = await _server.SubmitAsync(6, "Steered", Ct);
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs/{id}");
        await screen.FactAsync("processing", "4");

        await screen.Page.Keyboard.PressAsync("Control+k");
        await screen.Page.Keyboard.TypeAsync("pause");
        await screen.Page.Locator("#palette [aria-selected=true]", new() { HasTextString = "Pause" }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");

        await screen.Page.Locator("h1 + .badge", new() { HasTextString = "Pausing" }).WaitForAsync();
        Assert.Equal(JobControl.Pause, (await _server.Store.GetJobAsync(id, Ct))!.Control);
    }

    [Fact]
    public async Task two_letters_lead_to_every_page_and_the_sheet_names_them()
    {
        await using var screen = await browser.OpenAsync(_server.Address);

        await screen.Page.Keyboard.PressAsync("?");
        await screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" }).GetByText("Find any job, page or verb").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Escape");
        await screen.Page.Keyboard.PressAsync("g");
        await screen.Page.Keyboard.PressAsync("n");
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Workers", Level = 1 }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("g");
        await screen.Page.Keyboard.PressAsync("o");

        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Overview", Level = 1 }).WaitForAsync();
        screen.HasNoComplaints();
    }

    [Fact]
    public async Task a_held_page_stands_still_until_it_is_let_go_on()
    {
        await using var screen = await browser.OpenAsync($"{_server.Address}jobs");
        await screen.Page.GetByText("No jobs yet").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("r");
        await screen.Page.GetByText("Live updates are held").WaitForAsync();
        await using var other = await browser.OpenAsync($"{_server.Address}jobs");

        await _server.SubmitAsync(1, "Unseen", Ct);
        await other.Page.Locator("tr[data-job]", new() { HasTextString = "Unseen" }).WaitForAsync();
        Assert.Equal(0, await screen.Page.GetByText("Unseen").CountAsync());
        await screen.Page.ReloadAsync();
        await screen.IsAsync("live");
        await screen.Page.GetByText("Live updates are held").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("r");

        await screen.Page.Locator("tr[data-job]", new() { HasTextString = "Unseen" }).WaitForAsync();
        await screen.Page.GetByText("Live updates are held").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task the_end_of_a_job_is_told_where_notifications_are_allowed()
    {
        await using var screen = await browser.OpenAsync(_server.Address);
        await screen.Page.EvaluateAsync(
            """
            (() => {
              window.Notification = class {
                static permission = 'granted';
                constructor(title, more) { document.body.dataset.told = title + ': ' + more.body; }
              };
            })()
            """);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Tell me when jobs end" }).ClickAsync();
        await screen.Page.Locator("[data-notify][aria-pressed=true]").WaitForAsync();
        _server.Gate.Failing.Add("syllabus 2.pdf");
        _server.Gate.Open();

        await _server.SubmitAsync(3, "Waited for", Ct);

        await screen.Page.Locator("body[data-told='Waited for: Completed with errors: 2 of 3 done, 1 failed.']").WaitForAsync();
    }
}
