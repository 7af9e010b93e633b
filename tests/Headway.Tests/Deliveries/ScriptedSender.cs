using Headway.Deliveries;

namespace Headway.Tests.Deliveries;

/// <summary>A sender that does what the test says, and remembers what it was given.</summary>
internal sealed class ScriptedSender : IDeliverySender
{
    public DeliveryChannel Channel => DeliveryChannel.Webhook;

    /// <summary>What it was asked to send, in order.</summary>
    public List<DeliveryMessage> Sent { get; } = [];

    /// <summary>Sends; by default everything is taken.</summary>
    public Func<DeliveryMessage, CancellationToken, ValueTask<DeliveryAnswer>> Send { get; set; } =
        (_, _) => ValueTask.FromResult(new DeliveryAnswer(DeliveryVerdict.Taken, 200));

    public string? Refusal(string target) => target.StartsWith("https://", StringComparison.Ordinal) ? null : "It must be https.";

    public string? NewSecret() => "made";

    public string? SecretRefusal(string secret) => secret == "bad" ? "It is bad." : null;

    public ValueTask<DeliveryAnswer> SendAsync(DeliveryMessage message, CancellationToken ct)
    {
        lock (Sent)
            Sent.Add(message);
        return Send(message, ct);
    }
}
