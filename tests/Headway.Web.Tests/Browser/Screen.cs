using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

/// <summary>One page of one browser, and everything it complained of.</summary>
public sealed class Screen : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Screen(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>No error and no warning came to the console, of a broken policy neither.</summary>
    public void HasNoComplaints() => Assert.True(_complaints.Count == 0, string.Join('\n', _complaints));

    public ILocator Pill => Page.Locator("hw-pill");

    /// <summary>Waits until the connection is <c>live</c>, <c>connecting</c> or <c>offline</c>.</summary>
    public Task IsAsync(string connection, int withinMs = 20_000) =>
        Page.Locator($"html[data-connection={connection}]")
            .WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = withinMs });

    /// <summary>
    /// Waits until the address ends so, behind a slash; <c>*</c> is anything. Looks again and again: waiting for the navigation itself
    /// misses one that happens between the look at the address and the wait.
    /// </summary>
    public Task AtAsync(string end) => Assertions.Expect(Page).ToHaveURLAsync(
        new Regex($"/{Regex.Escape(end).Replace(@"\*", ".*", StringComparison.Ordinal)}$"), new() { Timeout = 20_000 });

    /// <summary>Waits until a number of the job's head reads so.</summary>
    public Task FactAsync(string fact, string value) =>
        Page.Locator($"[data-fact={fact}]", new() { HasTextString = value }).WaitForAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
