using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.App.Tests;

/// <summary>S31, and people and keys from the command line.</summary>
public sealed partial class AccessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task fresh_start_prints_a_link_lets_nobody_in_without_and_answers_on_loopback_alone()
    {
        await using var server = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--no-worker");
        var address = await server.AddressAsync();
        var link = Link().Match(await server.LineAsync("Become its owner")).Value;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

        Assert.True(address.IsLoopback);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/jobs", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await http.GetAsync("/", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", Ct)).StatusCode);
        var secret = link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["owner"] = secret, ["name"] = "ann" });
        using var entered = await http.PostAsync("/sign-in", form, Ct);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Of("data/server.json")));

        server.Signal("TERM");
        Assert.Equal(ExitCode.Done, await server.ExitAsync());
        await using var second = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--no-worker");
        await second.AddressAsync();
        second.Signal("TERM");
        await second.ExitAsync();
        Assert.DoesNotContain("sign-in", second.Output, StringComparison.Ordinal); // nobody reads it but a log
    }

    [Fact]
    public async Task open_server_asks_nobody_and_says_nothing_of_signing_in()
    {
        await using var server = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--no-worker", "--open");
        using var http = new HttpClient { BaseAddress = await server.AddressAsync() };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/jobs", Ct)).StatusCode);
        Assert.DoesNotContain("sign-in", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task people_and_keys_are_made_and_revoked_from_the_command_line()
    {
        await using var server = HeadwayProcess.Start(_folder.Path, "serve", "--port", "0", "--no-worker");
        var address = await server.AddressAsync();

        await using var added = await HeadwayProcess.RunAsync(_folder.Path, "people", "add", "Bob@example.org", "operator");
        await using var wrong = await HeadwayProcess.RunAsync(_folder.Path, "people", "add", "eve", "king");
        var role = await RunAsync<PersonView>("people", "role", "bob@example.org", "viewer", "--json");
        var people = await RunAsync<PersonPage>("people", "list", "--json");
        await using var created = await HeadwayProcess.RunAsync(
            _folder.Path, "keys", "create", "import", "--role", "submitter", "--days", "30");
        var key = created.Output.Trim();
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var before = (await http.GetAsync("/api/v1/jobs", Ct)).StatusCode;
        await using var table = await HeadwayProcess.RunAsync(_folder.Path, "keys", "list");
        await using var mine = await HeadwayProcess.RunAsync(_folder.Path, "workers", "list", "--key", key);
        await using var revoked = await HeadwayProcess.RunAsync(_folder.Path, "keys", "revoke", key.Split('_')[1]);
        var after = (await http.GetAsync("/api/v1/jobs", Ct)).StatusCode;

        Assert.Contains("/sign-in?link=", added.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, await wrong.ExitAsync());
        Assert.Contains("operator", CommandLineTests.OneSentence(wrong), StringComparison.Ordinal);
        Assert.Equal("viewer", role.Roles["default"]);
        Assert.Equal(["bob@example.org"], people.People.Select(one => one.Name));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before, after));
        Assert.Contains("import", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, table.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, await mine.ExitAsync());
        Assert.Contains("read_system", CommandLineTests.OneSentence(mine), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await revoked.ExitAsync());
    }

    private async Task<T> RunAsync<T>(params string[] arguments)
    {
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, arguments);
        Assert.True(await headway.ExitAsync() == ExitCode.Done, headway.Errors);
        return (T)JsonSerializer.Deserialize(headway.Output, typeof(T), WireJson.Default)!;
    }

    [GeneratedRegex(@"http://\S+/sign-in\?owner=\S+")]
    private static partial Regex Link();
}
