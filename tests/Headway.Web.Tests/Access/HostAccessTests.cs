using System.Net;
using Headway.People;
using Headway.Sim;
using Headway.Web.Access;
using Headway.Web.Api;
using Headway.Web.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Headway.Web.Tests.Access;

/// <summary>A host that knows its people itself, and says what role each has.</summary>
public sealed class HostAccessTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task role_the_host_gives_is_the_one_that_counts()
    {
        using var store = new SimStore(TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = "Headway.App",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSimStore(store).AddHeadway(_ => { });
        builder.Services.AddHeadwayApi().AddHeadwayDashboard();
        builder.Services.AddHeadwayAccess(http => (string?)http.Request.Headers["Host-Role"] switch
        {
            "ops" => Role.Operator,
            "guest" => Role.Viewer,
            _ => null,
        });
        await using var app = builder.Build();
        app.MapHeadwayApi();
        app.MapHeadway("/jobs");
        await app.StartAsync(Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(app, null, "GET", "/api/v1/jobs"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(app, null, "GET", "/jobs/"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "guest", "GET", "/api/v1/jobs"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "guest", "GET", "/jobs/"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(app, "guest", "POST", "/api/v1/queues/default/pause"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "ops", "POST", "/api/v1/queues/default/pause"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(app, "ops", "GET", "/api/v1/people"));
    }

    private static async Task<HttpStatusCode> AskAsync(WebApplication app, string? role, string method, string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (role is not null)
            request.Headers.Add("Host-Role", role);
        using var response = await client.SendAsync(request, Ct);
        return response.StatusCode;
    }
}
