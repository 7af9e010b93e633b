using System.Net;
using System.Net.Http.Headers;
using Headway.App;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Headway.Web.Tests.Access;

/// <summary>
/// The server as it is shipped, which asks everybody who they are, over a SQLite file of its own; nothing works its jobs.
/// </summary>
internal sealed class AccessServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SqlJobStore _store;
    private readonly string _folder;

    private AccessServer(WebApplication app, SqlJobStore store, string folder, string terminalKey)
    {
        (_app, _store, _folder, TerminalKey) = (app, store, folder, terminalKey);
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public string TerminalKey { get; }

    public IServiceProvider Services => _app.Services;

    public SqlJobStore Store => _store;

    public string Folder => _folder;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<AccessServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("headway-").FullName;
        var settings = new Settings { Port = 0, Data = folder, LogLevel = LogLevel.None };
        var store = await Composition.OpenStoreAsync(settings, Ct);
        var key = Tokens.NewKey();
        var app = ServerHost.Build(settings, store, worker: false, key);
        await app.StartAsync(Ct);
        return new AccessServer(app, store, folder, key);
    }

    /// <summary>Somebody who shows a key, or nobody; redirects are not followed.</summary>
    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A service's key of a role.</summary>
    public async Task<string> KeyAsync(Role role, params Permission[] scopes)
    {
        var whole = Tokens.NewKey();
        Assert.True(await _store.AddKeyAsync(new ApiKey
        {
            Id = Tokens.IdOf(whole)!,
            Hash = Tokens.Hash(whole),
            Org = Orgs.Default,
            Name = $"{role}",
            Role = role,
            Scopes = scopes,
        }, Ct));
        return whole;
    }

    /// <summary>A person with a password.</summary>
    public async Task<Guid> PersonAsync(string name, Role role, string? password = null)
    {
        var id = Guid.NewGuid();
        var hash = password is null ? null : await Services.GetRequiredService<Passwords>().HashAsync(password, Ct);
        var roles = new Dictionary<string, Role> { [role == Role.PlatformAdmin ? Orgs.System : Orgs.Default] = role };
        Assert.True(await _store.AddPersonAsync(new Person { Id = id, Name = name, Password = hash, Roles = roles }, first: false, Ct));
        return id;
    }

    /// <summary>Posts the form of the sign-in page.</summary>
    public async Task<(HttpStatusCode Status, string? Cookie, string Page)> SignInAsync(params (string Name, string Value)[] form)
    {
        using var client = Client();
        using var content = new FormUrlEncodedContent(form.Select(one => KeyValuePair.Create(one.Name, one.Value)));
        using var response = await client.PostAsync("/sign-in", content, Ct);
        var cookie = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : null;
        return (response.StatusCode, cookie, await response.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>A browser that is signed in as somebody, by a link.</summary>
    public async Task<HttpClient> BrowserAsync(Guid person)
    {
        var secret = await Services.GetRequiredService<SignInDesk>().LinkAsync(person, Ct);
        var (status, cookie, page) = await SignInAsync(("link", secret));
        Assert.True(status == HttpStatusCode.SeeOther, page);
        var client = Client();
        client.DefaultRequestHeaders.Add("Cookie", cookie!.Split(';')[0]);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
