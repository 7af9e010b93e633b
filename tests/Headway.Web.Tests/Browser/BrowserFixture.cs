using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

/// <summary>One browser for a class of tests; every test gets a fresh context.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task<Screen> OpenAsync(string address, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var screen = await ShowAsync(address, width, height, scheme);
        await screen.IsAsync("live");
        return screen;
    }

    /// <summary>Opens a page that need not be live, such as one to sign in at.</summary>
    public async Task<Screen> ShowAsync(string address, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
        });
        context.SetDefaultTimeout(20_000);
        var screen = new Screen(context, await context.NewPageAsync());
        await screen.Page.GotoAsync(address);
        return screen;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
