using Headway.Catalog.Deliveries;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Headway.Catalog;

/// <summary>Lets a process tell others of ended jobs.</summary>
public static class DeliveryServices
{
    /// <summary>Has this process send webhooks.</summary>
    /// <param name="headway">The process.</param>
    /// <param name="options">Where it may send to; null: public addresses only, without links to pages.</param>
    public static HeadwayBuilder AddWebhooks(this HeadwayBuilder headway, OutboundOptions? options = null)
    {
        headway.Services.TryAddSingleton(options ?? new OutboundOptions());
        headway.Services.TryAddSingleton<GuardedHttp>();
        return headway.AddSender<WebhookSender>();
    }
}
