using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Headway.Catalog.Deliveries;

/// <summary>Signatures as the Standard Webhooks specification has them: HMAC-SHA-256 over id, time and body.</summary>
internal static class WebhookSignature
{
    public const string Prefix = "whsec_";

    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    /// <summary>A secret of 256 random bits.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a secret somebody brings along is one.</summary>
    public static bool IsSecret(string secret) => Key(secret) is { Length: >= LeastBytes and <= MostBytes };

    /// <summary>The header: a signature a secret, a blank between.</summary>
    /// <param name="id">The message's name.</param>
    /// <param name="at">Seconds since 1970.</param>
    /// <param name="body">As it is sent.</param>
    /// <param name="secrets">The newest first.</param>
    public static string Of(string id, long at, byte[] body, IEnumerable<string> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at}.")), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Key(secret)!, signed))}"));
    }

    private static byte[]? Key(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) ? bytes[..length] : null;
    }
}
