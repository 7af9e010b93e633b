using System.Net.Sockets;
using Headway.Deliveries;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Headway.Catalog.Deliveries;

/// <summary>
/// Sends deliveries as mail, one connection each, to one server. The same delivery has the same Message-Id on every attempt.
/// </summary>
/// <param name="mail">The server.</param>
/// <param name="options">Where links lead to.</param>
public sealed class MailSender(MailOptions mail, OutboundOptions options) : IDeliverySender
{
    private const int FirstPermanent = 500;
    private const int ImplicitTls = 465;

    /// <summary>Whether mail can come from there: an address, with or without a name before it.</summary>
    public static bool IsSender(string from) => MailboxAddress.TryParse(from, out var box) && !string.IsNullOrEmpty(box.Domain);

    /// <inheritdoc/>
    public DeliveryChannel Channel => DeliveryChannel.Mail;

    /// <inheritdoc/>
    public string? Refusal(string target) =>
        MailboxAddress.TryParse(target, out var box) && box.Address == target && target.IndexOf('@', StringComparison.Ordinal) > 0
            ? null
            : "A mail address looks like name@example.org, without a name before it.";

    /// <inheritdoc/>
    public string? NewSecret() => null;

    /// <inheritdoc/>
    public string? SecretRefusal(string secret) => "Mail is not signed; leave the secret out.";

    /// <inheritdoc/>
    public string Destination(DeliveryMessage message) => mail.Host;

    /// <inheritdoc/>
    public async ValueTask<DeliveryAnswer> SendAsync(DeliveryMessage message, CancellationToken ct)
    {
        try
        {
            using var letter = Letter(message);
            using var client = new SmtpClient();
            await client.ConnectAsync(mail.Host, mail.Port, Security(), ct);
            if (mail.User is { } user)
                await client.AuthenticateAsync(user, mail.Password ?? "", ct);
            var answer = await client.SendAsync(letter, ct);
            await LeaveAsync(client, ct);
            return new DeliveryAnswer(DeliveryVerdict.Taken, 250, answer);
        }
        catch (SmtpCommandException e)
        {
            // Who the server does not know is not found by asking again; a sender it does not like is a setting that may be put right.
            var forGood = (int)e.StatusCode >= FirstPermanent && e.ErrorCode != SmtpErrorCode.SenderNotAccepted;
            return new DeliveryAnswer(
                forGood ? DeliveryVerdict.Never : DeliveryVerdict.Again, (int)e.StatusCode, e.Message,
                $"The mail server answered {(int)e.StatusCode}.");
        }
        catch (AuthenticationException)
        {
            return Again("The mail server refused the settings 'smtp_user' and 'smtp_password'.");
        }
        catch (SslHandshakeException)
        {
            return Again("No trusted TLS connection to the mail server could be made: look at its certificate and the setting 'smtp_tls'.");
        }
        catch (NotSupportedException)
        {
            return Again("The mail server offers no STARTTLS or no sign-in: look at the settings 'smtp_tls' and 'smtp_user'.");
        }
        catch (Exception e) when (e is SocketException or IOException or ProtocolException or ServiceNotConnectedException)
        {
            return Again("The mail server cannot be reached, or broke off: look at the settings 'smtp_host' and 'smtp_port'.");
        }
    }

    private static DeliveryAnswer Again(string error) => new(DeliveryVerdict.Again, Error: error);

    /// <summary>Says goodbye. The mail has been taken by then, so a server that has gone already is no failure.</summary>
    private static async ValueTask LeaveAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or OperationCanceledException)
        {
            return; // nothing of it matters any more
        }
    }

    private MimeMessage Letter(DeliveryMessage message)
    {
        var text = MailText.Of(message, options);
        var from = MailboxAddress.Parse(mail.From);
        var letter = new MimeMessage
        {
            Subject = text.Subject,
            MessageId = $"{message.Id}@{from.Domain}",
            Date = message.Delivery.CreatedAt,
            Body = new BodyBuilder { TextBody = text.Plain, HtmlBody = text.Html }.ToMessageBody(),
        };
        letter.From.Add(from);
        letter.To.Add(MailboxAddress.Parse(message.Subscription.Target));
        letter.Headers.Add("Auto-Submitted", "auto-generated");
        return letter;
    }

    private SecureSocketOptions Security() => mail.Tls switch
    {
        MailTls.On => SecureSocketOptions.SslOnConnect,
        MailTls.Starttls => SecureSocketOptions.StartTls,
        MailTls.Off => SecureSocketOptions.None,
        _ => mail.Port == ImplicitTls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls,
    };
}
