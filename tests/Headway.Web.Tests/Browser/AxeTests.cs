using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

/// <summary>What axe finds on the pages, in both themes.</summary>
public sealed class AxeTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private static readonly string[] Pages = ["", "tasks", "errors?state=all", "analytics", "queues", "schedules?edit=new", "workers"];
    private readonly DashboardServer _server = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Ct);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task axe_finds_nothing_serious(ColorScheme scheme)
    {
        _server.Gate.Failing.Add("syllabus 2.pdf");
        _server.Gate.Let(4);
        await _server.SubmitAsync(9, "Looked at", Ct);
        await using var screen = await browser.OpenAsync(_server.Address, scheme: scheme);
        var found = new List<string>();

        foreach (var page in Pages)
        {
            await screen.Page.GotoAsync(_server.Address + page);
            await screen.IsAsync("live");
            var result = await screen.Page.RunAxe();
            found.AddRange(
                from violation in result.Violations
                where violation.Impact is "serious" or "critical"
                from node in violation.Nodes
                select $"/{page}: {violation.Id}: {node.Html} {string.Join(' ', node.Any.Select(check => check.Message))}");
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
