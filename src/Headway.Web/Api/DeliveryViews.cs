using Headway.Deliveries;
using Headway.Model;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Subscriptions and deliveries as the wire shows them.</summary>
internal static class DeliveryViews
{
    extension(Subscription subscription)
    {
        /// <summary>The subscription.</summary>
        /// <param name="tells">Whether its secret is told: only where it has just been made.</param>
        public SubscriptionView ToView(bool tells = false) => new()
        {
            Id = subscription.Id,
            Name = subscription.Name,
            Channel = subscription.Channel,
            Target = subscription.Target,
            JobId = subscription.OnlyJob?.ToString(),
            Events = [.. subscription.Events.Select(Parameters.Word)],
            Types = subscription.Types,
            Labels = subscription.Labels,
            Signed = subscription.Secret is not null,
            Secret = tells ? subscription.Secret : null,
            OldSecretUntil = subscription.OldSecretUntil,
            Enabled = subscription.Enabled,
            Reason = subscription.Reason,
            CreatedBy = subscription.CreatedBy,
            CreatedAt = subscription.CreatedAt,
            ChangedAt = subscription.ChangedAt,
        };
    }

    extension(Delivery delivery)
    {
        /// <summary>The delivery.</summary>
        public DeliveryView ToView() => new()
        {
            Id = delivery.Id,
            SubscriptionId = delivery.SubscriptionId,
            Channel = delivery.Channel,
            Target = delivery.Target,
            Event = delivery.Event,
            JobId = delivery.JobId?.ToString(),
            Generation = delivery.JobId is null ? null : delivery.Generation,
            Status = delivery.State,
            Attempts = delivery.Attempts,
            CreatedAt = delivery.CreatedAt,
            TriedAt = delivery.TriedAt,
            NextAt = delivery.DueAt,
            DoneAt = delivery.DoneAt,
            AnswerStatus = delivery.Status,
            Answer = delivery.Answer,
            Error = delivery.Error,
        };
    }
}
