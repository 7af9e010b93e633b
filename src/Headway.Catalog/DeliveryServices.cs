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

    /// <summary>Has this process send mail.</summary>
    /// <param name="headway">The process.</param>
    /// <param name="mail">The server that takes it.</param>
    /// <param name="options">Where links lead to; null: what <see cref="AddWebhooks"/> was given, or no links.</param>
    /// <exception cref="ArgumentException">The sender's address is none.</exception>
    public static HeadwayBuilder AddMail(this HeadwayBuilder headway, MailOptions mail, OutboundOptions? options = null)
    {
        if (!MailSender.IsSender(mail.From))
            throw new ArgumentException($"'{mail.From}' is no mail address to send from.", nameof(mail));
        headway.Services.TryAddSingleton(options ?? new OutboundOptions());
        headway.Services.TryAddSingleton(mail);
        return headway.AddSender<MailSender>();
    }
}
