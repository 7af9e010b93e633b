using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Headway.Model;
using Headway.People;
using Headway.Web.Access;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Headway.Web.Tests.Access;

/// <summary>S12 to S16, S31: signing in, and being let in no longer.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Right = "correct horse battery staple";
    private AccessServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await AccessServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task first_owner_is_made_by_the_link_once_and_opening_it_uses_nothing_up()
    {
        var desk = _server.Services.GetRequiredService<SignInDesk>();
        var (first, second) = (await desk.OwnerLinkAsync(Ct), await desk.OwnerLinkAsync(Ct));
        using var nobody = _server.Client();
        foreach (var _ in (int[])[1, 2])
            Assert.Contains("first owner", await nobody.GetStringAsync($"/sign-in?owner={first}", Ct), StringComparison.Ordinal);

        var short_ = await _server.SignInAsync(("owner", first), ("name", "ann"), ("password", "short"));
        var made = await _server.SignInAsync(("owner", first), ("name", " Ann "), ("password", Right), ("to", "/jobs"));
        var again = await _server.SignInAsync(("owner", first), ("name", "bob"));
        var other = await _server.SignInAsync(("owner", second), ("name", "bob"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.SeeOther), (short_.Status, made.Status));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (again.Status, other.Status));
        Assert.Contains("owner already", other.Page, StringComparison.Ordinal);
        var ann = (await _server.Store.FindPersonAsync("ann", Ct))!;
        Assert.Equal([Role.Owner, Role.PlatformAdmin], ann.Roles.OrderBy(one => one.Key).Select(one => one.Value));
        Assert.Null(await _server.Store.FindPersonAsync("bob", Ct));
    }

    [Fact]
    public async Task cookie_is_kept_from_scripts_and_other_sites_and_opens_pages_and_the_api()
    {
        using var browser = await _server.BrowserAsync(await _server.PersonAsync("ann", Role.Viewer));
        var (status, cookie, _) = await _server.SignInAsync(
            ("link", await _server.Services.GetRequiredService<SignInDesk>().LinkAsync(
                (await _server.Store.FindPersonAsync("ann", Ct))!.Id, Ct)), ("to", "//evil.example/"));
        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.Matches("^headway=[0-9A-Za-z]{43}; path=/; samesite=lax; httponly$", cookie);
        var me = (await browser.GetFromJsonAsync("/api/v1/me", WireJson.Default.MeView, Ct))!;
        Assert.Equal(("ann", "viewer"), (me.Name, me.Roles.Single()));
        Assert.Equal("all", me.Permissions["read_jobs"]);
        Assert.False(me.Permissions.ContainsKey("control_jobs"));
        Assert.Contains("Background Jobs", await browser.GetStringAsync("/jobs", Ct), StringComparison.Ordinal);
        using var nobody = _server.Client();
        using var turned = await nobody.GetAsync("/jobs?status=failed", Ct);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?to=%2Fjobs%3Fstatus%3Dfailed"),
            (turned.StatusCode, turned.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("/jobs?x=1", "/jobs?x=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData(null, "/")]
    public void after_signing_in_one_stays_on_this_server(string? to, string where) => Assert.Equal(where, SignInPages.Local(to));

    [Fact]
    public async Task password_signs_in_and_five_wrong_ones_make_one_wait()
    {
        await _server.PersonAsync("ann", Role.Operator, Right);
        Assert.Equal(HttpStatusCode.SeeOther, (await _server.SignInAsync(("name", "ANN"), ("password", Right))).Status);
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(no =>
            _server.SignInAsync(("name", "ann"), ("password", $"wrong password {no}"))));
        Assert.All(tries, one => Assert.Equal(HttpStatusCode.Unauthorized, one.Status));
        var late = await _server.SignInAsync(("name", "ann"), ("password", Right));
        var unknown = await _server.SignInAsync(("name", "nobody"), ("password", Right));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (late.Status, unknown.Status));
        Assert.Equal(late.Page.Replace("ann", "nobody", StringComparison.Ordinal), unknown.Page); // what is told tells nothing
        Assert.NotNull((await _server.Store.FindPersonAsync("ann", Ct))!.LockedUntil);
    }

    [Fact]
    public async Task too_many_tries_from_one_address_are_turned_away_unseen()
    {
        HttpStatusCode last = default;
        for (var i = 0; i < 40 && last != HttpStatusCode.TooManyRequests; i++)
            last = (await _server.SignInAsync(("name", $"person{i}"), ("password", Right))).Status;
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task signing_out_revoking_and_disabling_end_what_was_open()
    {
        var ann = await _server.PersonAsync("ann", Role.Viewer);
        using var first = await _server.BrowserAsync(ann);
        using var second = await _server.BrowserAsync(ann);
        var list = (await first.GetFromJsonAsync("/api/v1/me/sign-ins", WireJson.Default.SignInList, Ct))!.SignIns;
        Assert.Equal(2, list.Count);
        Assert.Single(list, one => one.Current);
        using var ended = await first.DeleteAsync($"/api/v1/me/sign-ins/{list.Single(one => !one.Current).Id}", Ct);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync("/api/v1/me", Ct)).StatusCode);
        using var out_ = await first.PostAsync("/sign-out", null, Ct);
        Assert.Equal(HttpStatusCode.SeeOther, out_.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await first.GetAsync("/api/v1/me", Ct)).StatusCode);
        using var third = await _server.BrowserAsync(ann);
        using var admin = _server.Client(_server.TerminalKey);
        using var disabled = await admin.PatchAsync(
            "/api/v1/people/ann", JsonContent.Create(new PersonRequest { Disabled = true }, WireJson.Default.PersonRequest), Ct);
        Assert.Equal(HttpStatusCode.OK, disabled.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await third.GetAsync("/api/v1/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task stream_of_somebody_who_may_no_longer_read_is_cut_within_ten_seconds()
    {
        var key = await _server.KeyAsync(Role.Viewer);
        using var client = _server.Client(key);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        await using var body = await response.Content.ReadAsStreamAsync(Ct);
        Assert.True(await _server.Store.RevokeKeyAsync(Orgs.Default, Tokens.IdOf(key)!, null, "ann", Ct)); // as another node would
        var since = Stopwatch.StartNew();
        var buffer = new byte[4096];
        while (await body.ReadAsync(buffer, Ct) > 0)
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(10), "the stream goes on");
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task page_one_may_not_see_says_who_one_is_and_what_is_missing()
    {
        using var browser = await _server.BrowserAsync(await _server.PersonAsync("sub", Role.Submitter));
        using var answer = await browser.GetAsync("/workers", Ct);
        var page = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("signed in as sub", page, StringComparison.Ordinal);
        Assert.Contains("permission read_system", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/sign-out\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task who_may_not_open_configs_does_not_learn_them_from_a_search()
    {
        using var owner = await _server.BrowserAsync(await _server.PersonAsync("olaf", Role.Owner));
        using var auditor = await _server.BrowserAsync(await _server.PersonAsync("aud", Role.Auditor));
        var request = new JobRequest
        {
            Type = "files.verify",
            Labels = new Dictionary<string, string> { ["room"] = "blue" },
            Items = [new ItemRequest { Name = "a" }],
        };
        using var made = await owner.PostAsync("/api/v1/jobs", JsonContent.Create(request, WireJson.Default.JobRequest), Ct);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);

        (HttpClient, HttpStatusCode)[] both = [(owner, HttpStatusCode.OK), (auditor, HttpStatusCode.Forbidden)];
        foreach (var (browser, expected) in both)
        {
            Assert.Equal(expected, (await browser.GetAsync("/api/v1/jobs?q=config.any:*", Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/jobs?q=label.room:blue", Ct)).StatusCode);
        }

        var page = await auditor.GetStringAsync("/jobs?q=config.any:*", Ct);
        Assert.Contains("does not let you search for values of configs", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task submitter_opens_and_steers_own_jobs_alone()
    {
        using var ann = await _server.BrowserAsync(await _server.PersonAsync("ann", Role.Submitter));
        using var bob = await _server.BrowserAsync(await _server.PersonAsync("bob", Role.Submitter));
        using var made = await ann.PostAsync("/api/v1/jobs", JsonContent.Create(
            new JobRequest { Type = "files.verify", Items = [new ItemRequest { Name = "a" }] }, WireJson.Default.JobRequest), Ct);
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync(Ct));
        var job = (await made.Content.ReadFromJsonAsync(WireJson.Default.JobView, Ct))!;
        Assert.Equal("ann", (await _server.Store.GetJobAsync(JobId.Parse(job.Id, null), Ct))!.CreatedBy);
        foreach (var path in (string[])[$"/api/v1/jobs/{job.Id}", $"/api/v1/jobs/{job.Id}/items/1", $"/api/v1/jobs/{job.Id}/log"])
        {
            Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync(path, Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await bob.GetAsync(path, Ct)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await bob.PostAsync($"/api/v1/jobs/{job.Id}/cancel", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ann.PostAsync($"/api/v1/jobs/{job.Id}/cancel", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.PostAsJsonAsync("/api/v1/jobs/bulk", new { }, Ct)).StatusCode);
    }

    [Fact]
    public async Task keys_are_made_by_people_shown_once_and_kept_nowhere()
    {
        var ann = await _server.PersonAsync("ann", Role.Operator);
        using var browser = await _server.BrowserAsync(ann);
        using var refused = await browser.PostAsync("/api/v1/keys", Key(Role.Admin, own: true), Ct);
        using var service = await browser.PostAsync("/api/v1/keys", Key(Role.Viewer, own: false), Ct);
        using var made = await browser.PostAsync("/api/v1/keys", Key(Role.Operator, own: true), Ct);
        var key = (await made.Content.ReadFromJsonAsync(WireJson.Default.KeyView, Ct))!;
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Forbidden), (refused.StatusCode, service.StatusCode));

        using var program = new HttpClient { BaseAddress = _server.Address };
        program.DefaultRequestHeaders.Add("X-API-Key", key.Key);
        Assert.Equal("ann", (await program.GetFromJsonAsync("/api/v1/me", WireJson.Default.MeView, Ct))!.Name);
        using var bred = await program.PostAsync("/api/v1/keys", Key(Role.Viewer, own: true), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, bred.StatusCode);
        Assert.DoesNotContain(key.Key!, await browser.GetStringAsync("/api/v1/keys", Ct), StringComparison.Ordinal);

        Assert.Equal(ControlResult(), await _server.Store.SetRoleAsync(ann, Orgs.Default, Role.Viewer, Ct));
        _server.Services.GetRequiredService<Door>().Forget();
        Assert.Equal(HttpStatusCode.Forbidden, (await program.PostAsync("/api/v1/queues/default/pause", null, Ct)).StatusCode);
        using var revoked = await browser.DeleteAsync($"/api/v1/keys/{key.Id}", Ct);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/me", Ct)).StatusCode);
        Assert.Empty(Kept(key.Key!));
    }

    [Fact]
    public async Task admin_makes_nobody_greater_and_the_last_owner_stays()
    {
        await _server.PersonAsync("olga", Role.Owner);
        using var admin = await _server.BrowserAsync(await _server.PersonAsync("ann", Role.Admin));
        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(admin, "eve", "owner"));
        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(admin, "eve", "platform_admin"));
        Assert.Equal(HttpStatusCode.Created, await AddAsync(admin, "eve", "operator"));
        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(admin, "eve", "operator"));
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.PostAsync("/api/v1/people/olga/link", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("/api/v1/people/eve/link", null, Ct)).StatusCode);
        using var terminal = _server.Client(_server.TerminalKey);
        using var last = await terminal.PatchAsync(
            "/api/v1/people/olga", JsonContent.Create(new PersonRequest { Role = "viewer" }, WireJson.Default.PersonRequest), Ct);
        Assert.Contains("last_owner", await last.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static Store.ControlResult ControlResult() => Store.ControlResult.Done;

    private static JsonContent Key(Role role, bool own) => JsonContent.Create(
        new KeyRequest { Name = "nightly", Role = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{role}"), Own = own },
        WireJson.Default.KeyRequest);

    private static async Task<HttpStatusCode> AddAsync(HttpClient client, string name, string role)
    {
        using var response = await client.PostAsync(
            "/api/v1/people", JsonContent.Create(new PersonRequest { Name = name, Role = role }, WireJson.Default.PersonRequest), Ct);
        return response.StatusCode;
    }

    /// <summary>Files of the installation in which a secret stands.</summary>
    private IEnumerable<string> Kept(string secret)
    {
        var bytes = Encoding.ASCII.GetBytes(secret);
        var files = Directory.EnumerateFiles(_server.Folder, "*", SearchOption.AllDirectories);
        foreach (var path in files.Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            if (content.AsSpan().IndexOf(bytes) >= 0)
                yield return path;
        }
    }
}
