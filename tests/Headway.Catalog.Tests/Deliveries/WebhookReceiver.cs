using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Headway.Catalog.Tests.Deliveries;

/// <summary>A server on loopback that takes webhooks as a stranger would write it, and answers what the test says.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>What came, in order.</summary>
    public List<(string Path, IHeaderDictionary Headers, byte[] Body)> Got { get; } = [];

    /// <summary>Answers a request, given how many came before it.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public Uri Address => new(_app.Urls.First());

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(end => end.Protocols = HttpProtocols.Http1));
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Whether a request is signed with a secret, computed from the specification and from nothing of ours.</summary>
    public static bool IsSigned((string Path, IHeaderDictionary Headers, byte[] Body) request, string secret)
    {
        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(request.Body)}";
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret.Split('_')[1]));
        var right = $"v1,{Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(signed)))}";
        return request.Headers["webhook-signature"].ToString().Split(' ').Contains(right);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        int before;
        lock (Got)
        {
            before = Got.Count;
            Got.Add((http.Request.Path + http.Request.QueryString,
                new HeaderDictionary(http.Request.Headers.ToDictionary()), body.ToArray()));
        }

        await Answer(before, http);
    }
}
