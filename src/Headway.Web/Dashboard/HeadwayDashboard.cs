using Headway.Web.Access;
using Headway.Web.Api;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MudBlazor.Services;

namespace Headway.Web.Dashboard;

/// <summary>The dashboard, mountable in any ASP.NET Core host.</summary>
public static class HeadwayDashboard
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ClientSilence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan KeepLost = TimeSpan.FromMinutes(3);

    private static readonly KeyValuePair<string, string?>[] FinalAssets =
        [new("ReloadStaticAssetsAtRuntime", "false"), new("EnableStaticAssetsDevelopmentCaching", "true")];

    /// <summary>Adds what the pages need. The engine (<c>AddHeadway</c>) and a store come beside it.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddHeadwayDashboard(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DashboardPlace>();
        services.TryAddSingleton<HandOver>();
        services.TryAddSingleton<ReadTogether>();
        services.TryAddScoped<LiveSwitch>();
        services.TryAddScoped<PageGate>();
        services.TryAddSingleton<OneJob.JobReads>();
        services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            circuit.DisconnectedCircuitRetentionPeriod = KeepLost;
            circuit.DisconnectedCircuitMaxRetained = 200;
        }).AddHubOptions(hub =>
        {
            hub.KeepAliveInterval = KeepAlive;
            hub.ClientTimeoutInterval = ClientSilence;
            hub.MaximumReceiveMessageSize = 32 * 1024;
        });
        services.AddMudServices();
        return services;
    }

    /// <summary>
    /// Mounts the dashboard. What the host itself answers stays the host's: at the root, the dashboard takes what no endpoint of the host
    /// matched.
    /// </summary>
    /// <param name="app">
    /// The host. Mount under a prefix before the host's own <c>UseRouting</c>, where it calls that at all; at the root, after it.
    /// </param>
    /// <param name="prefix">Path it lives under, such as <c>/jobs</c>; <c>/</c> for the root.</param>
    /// <exception cref="ArgumentException">The prefix does not start with a slash.</exception>
    public static WebApplication MapHeadway(this WebApplication app, string prefix = "/")
    {
        var path = prefix.TrimEnd('/');
        if (path.Length > 0 && path[0] != '/')
            throw new ArgumentException($"'{prefix}' must start with a slash, as in /jobs.", nameof(prefix));

        app.Services.GetRequiredService<DashboardPlace>().BaseHref = path + "/";
        FindAssets(app);
        if (path.Length == 0)
            app.MapWhen(static http => http.GetEndpoint() is null, Build);
        else
            app.Map(path, Build);
        return app;
    }

    private static void Build(IApplicationBuilder branch)
    {
        branch.Use(PageHeaders.AddAsync);
        branch.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        branch.UseRouting();
        branch.Use(GuardAsync);
        branch.UseAntiforgery();
        branch.UseEndpoints(static routes =>
        {
            routes.MapStaticAssets();
            var pages = routes.MapRazorComponents<App>();
            pages.AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
            pages.Finally(TakeHead);
        });
    }

    /// <summary>Where callers are asked who they are, a page is drawn for those alone who may see it; others are sent to sign in.</summary>
    private static async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        var forAnyone = true;
        var needs = http.GetEndpoint() is { } endpoint ? RoutePermissions.Of(endpoint, out forAnyone) : null;
        if (forAnyone || http.RequestServices.GetService<Door>() is not { } door)
        {
            await next(http);
            return;
        }

        try
        {
            await door.LetInAsync(http, needs, next);
        }
        catch (RefusedException e) when (!http.Response.HasStarted)
        {
            var isRead = HttpMethods.IsGet(http.Request.Method) && !http.WebSockets.IsWebSocketRequest;
            if (e.Status == StatusCodes.Status401Unauthorized && isRead && door.KnowsPeople)
                http.Response.Redirect(SignInPages.AddressFor($"{http.Request.PathBase}{http.Request.Path}{http.Request.QueryString}"));
            else if (e.Status == StatusCodes.Status403Forbidden && isRead && door.KnowsPeople)
                await SignInPages.RefuseAsync(http, e.Message);
            else
                await Problems.WriteAsync(http, Problems.Make(e.Status, e.Code, e.Message));
        }
    }

    /// <summary>A page that can be read can be asked for without its body.</summary>
    private static void TakeHead(EndpointBuilder page)
    {
        if (page.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { } methods && methods.HttpMethods.Contains(HttpMethods.Get))
            page.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, HttpMethods.Head]));
    }

    /// <summary>
    /// Started from its build folder outside Development, a host neither looks for the files of its libraries by itself nor serves them
    /// compressed and cached; in a published host there is no manifest of a build and this changes nothing.
    /// </summary>
    private static void FindAssets(WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            return;
        StaticWebAssetsLoader.UseStaticWebAssets(app.Environment, app.Configuration);
        if (app.Configuration is IConfigurationBuilder configuration)
            configuration.AddInMemoryCollection(FinalAssets);
    }
}
