using Headway.Client;
using Headway.Model;
using Headway.People;
using Headway.Web.Access;
using Headway.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Headway.Web.Tests.Browser;

/// <summary>Signing in and being kept from things, in a browser.</summary>
public sealed class AccessScreenTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private const string Right = "correct horse battery staple";
    private AccessServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await AccessServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task first_owner_follows_the_link_chooses_a_name_and_is_in()
    {
        var secret = await _server.Services.GetRequiredService<SignInDesk>().OwnerLinkAsync(Ct);
        await using var screen = await browser.ShowAsync(new Uri(_server.Address, $"/sign-in?owner={secret}").AbsoluteUri);

        await screen.Page.GetByLabel("Name").FillAsync("ann");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await screen.IsAsync("live");

        await Assertions.Expect(screen.Page.GetByRole(AriaRole.Link, new() { Name = "ann" })).ToBeVisibleAsync();
        Assert.True(await _server.Store.HasOwnerAsync(Ct));
    }

    [Fact]
    public async Task viewer_signs_in_sees_a_job_cancels_nothing_and_is_shown_out_when_revoked()
    {
        var ann = await _server.PersonAsync("ann", Role.Viewer, Right);
        var job = await _server.Services.GetRequiredService<JobClient>().EnqueueAsync(
            new NewJob { Type = "files.verify", Name = "Papers", Items = [new NewItem("a", null), new NewItem("b", null)] }, Ct);
        await using var screen = await browser.ShowAsync(new Uri(_server.Address, $"/jobs/{job}").AbsoluteUri);
        await Assertions.Expect(screen.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in\\?to="));

        await screen.Page.GetByLabel("Name").FillAsync("ann");
        await screen.Page.GetByLabel("Password").FillAsync("wrong horse battery staple");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(screen.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not go together");
        await screen.Page.GetByLabel("Password").FillAsync(Right);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await screen.IsAsync("live");
        await Assertions.Expect(screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Papers" })).ToBeVisibleAsync();

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).First.ClickAsync();
        await Assertions.Expect(screen.Page.GetByText("Your role does not let you do this").First).ToBeVisibleAsync();
        Assert.Equal(JobControl.Run, (await _server.Store.GetJobAsync(job, Ct))!.Control);

        Assert.Equal(1, await _server.Store.EndSignInsAsync(ann, null, Ct));
        await _server.Store.ControlAsync(job, JobControl.Cancel, "bob", Ct); // an event: the page reads again, and asks
        await Assertions.Expect(screen.Page).ToHaveURLAsync(
            new System.Text.RegularExpressions.Regex("/sign-in\\?to="), new() { Timeout = 10_000 });
    }
}
