using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Headway.Deliveries;

namespace Headway.Catalog.Deliveries;

/// <summary>Sends deliveries as signed HTTP requests, as the Standard Webhooks specification has them.</summary>
/// <param name="http">Keeps requests out of the network this process runs in.</param>
/// <param name="options">Where links lead to.</param>
/// <param name="clock">Says when a request is signed.</param>
public sealed class WebhookSender(GuardedHttp http, OutboundOptions options, TimeProvider clock) : IDeliverySender
{
    private const int ExcerptBytes = 2000;

    private static readonly ProductInfoHeaderValue Agent =
        new("Headway", typeof(WebhookSender).Assembly.GetName().Version?.ToString(3) ?? "1.0.0");

    /// <inheritdoc/>
    public DeliveryChannel Channel => DeliveryChannel.Webhook;

    /// <inheritdoc/>
    public string? Refusal(string target) => http.Refusal(target);

    /// <inheritdoc/>
    public string? NewSecret() => WebhookSignature.NewSecret();

    /// <inheritdoc/>
    public string? SecretRefusal(string secret) => WebhookSignature.IsSecret(secret) ? null
        : $"A secret is '{WebhookSignature.Prefix}' and 24 to 64 bytes in base64; leave it out to be given one.";

    /// <inheritdoc/>
    public async ValueTask<DeliveryAnswer> SendAsync(DeliveryMessage message, CancellationToken ct)
    {
        try
        {
            using var request = Request(message);
            using var response = await http.SendAsync(request, ct);
            return await AnswerAsync(response, ct);
        }
        catch (HttpRequestException e) when (e.InnerException is BlockedException blocked)
        {
            return new DeliveryAnswer(DeliveryVerdict.Never, Error: blocked.Message);
        }
        catch (HttpRequestException e)
        {
            return new DeliveryAnswer(DeliveryVerdict.Again, Error: Reason(e));
        }
        catch (IOException e)
        {
            return new DeliveryAnswer(DeliveryVerdict.Again, Error: $"The connection broke: {e.Message}");
        }
    }

    private HttpRequestMessage Request(DeliveryMessage message)
    {
        var (body, at) = (WebhookBody.Of(message, options), clock.GetUtcNow().ToUnixTimeSeconds());
        var request = new HttpRequestMessage(HttpMethod.Post, message.Subscription.Target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
        string?[] secrets = [message.Subscription.Secret, message.Subscription.OldSecret];
        if (secrets.OfType<string>().ToList() is { Count: > 0 } signing)
            request.Headers.Add("webhook-signature", WebhookSignature.Of(message.Id, at, body, signing));
        return request;
    }

    private async ValueTask<DeliveryAnswer> AnswerAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var (status, excerpt) = ((int)response.StatusCode, await ExcerptAsync(response, ct));
        if (response.IsSuccessStatusCode)
            return new DeliveryAnswer(DeliveryVerdict.Taken, status, excerpt);
        if (response.StatusCode == HttpStatusCode.Gone)
        {
            return new DeliveryAnswer(
                DeliveryVerdict.Gone, status, excerpt,
                "It answered 410 Gone: it wants nothing any more, so its subscription was disabled.");
        }

        var why = status is >= 300 and < 400
            ? $"It answered {status}, a redirect, and redirects are not followed: subscribe the address it leads to."
            : $"It answered {status} {response.ReasonPhrase}".TrimEnd() + ".";
        return new DeliveryAnswer(DeliveryVerdict.Again, status, excerpt, why, RetryAfter(response));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : null,
        _ => null,
    };

    /// <summary>The beginning of the body, as text a page may show.</summary>
    private static async ValueTask<string?> ExcerptAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var bytes = new byte[ExcerptBytes];
        var read = await body.ReadAtLeastAsync(bytes, ExcerptBytes, throwOnEndOfStream: false, ct);
        var text = Encoding.UTF8.GetString(bytes, 0, read);
        return read == 0 ? null : new string([.. text.Where(c => c is '\n' or '\t' || !char.IsControl(c))]);
    }

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "Its host name cannot be found.",
        HttpRequestError.SecureConnectionError => "No trusted TLS connection could be made: look at its certificate.",
        HttpRequestError.ConnectionError when e.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound } =>
            "Its host name cannot be found.",
        HttpRequestError.ConnectionError => "Nothing there takes connections.",
        HttpRequestError.ResponseEnded => "It closed the connection without an answer.",
        _ => $"The request failed: {e.Message}",
    };
}
