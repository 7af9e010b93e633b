using Headway.Deliveries;
using Headway.Model;

namespace Headway.Client;

/// <summary>Whether anything can be sent where somebody wants to hear, asked before it is relied on.</summary>
internal sealed class NoticeCheck(IEnumerable<IDeliverySender> senders)
{
    private const int MaxNotices = 8;
    private const int MaxTarget = 2000;
    private readonly Dictionary<DeliveryChannel, IDeliverySender> _senders = senders.ToDictionary(sender => sender.Channel);

    /// <exception cref="SubmissionException">This process cannot send that way.</exception>
    public IDeliverySender SenderOf(DeliveryChannel channel) => _senders.GetValueOrDefault(channel) ?? throw new SubmissionException(
        channel == DeliveryChannel.Mail ? "no_mail" : "no_webhooks",
        channel == DeliveryChannel.Mail
            ? "This server sends no mail: give it a mail server with the setting 'smtp_host', or use a webhook."
            : "This server sends no webhooks.");

    /// <exception cref="SubmissionException">A notice of the job cannot be sent.</exception>
    public void Notices(NewJob job)
    {
        if (job.Notices is not { Count: > 0 } notices)
            return;
        if (notices.Count > MaxNotices)
            throw new SubmissionException("too_many_notices", $"A job may tell at most {MaxNotices} of its end.");
        foreach (var notice in notices)
        {
            Target(notice.Channel, notice.Target);
            Secret(notice.Channel, notice.Secret);
        }
    }

    /// <exception cref="SubmissionException">Nothing can be sent there.</exception>
    public void Target(DeliveryChannel channel, string target)
    {
        var refusal = target.Length is 0 or > MaxTarget ? $"A target has 1 to {MaxTarget} characters." : SenderOf(channel).Refusal(target);
        if (refusal is not null)
            throw new SubmissionException(channel == DeliveryChannel.Mail ? "bad_mail" : "bad_webhook", refusal);
    }

    /// <exception cref="SubmissionException">It cannot sign.</exception>
    public void Secret(DeliveryChannel channel, string? secret)
    {
        if (secret is not null && SenderOf(channel).SecretRefusal(secret) is { } refusal)
            throw new SubmissionException("bad_secret", refusal);
    }
}
