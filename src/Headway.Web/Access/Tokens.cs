using System.Security.Cryptography;
using System.Text;

namespace Headway.Web.Access;

/// <summary>
/// Secrets that programs and browsers carry: 32 or more letters and digits out of the system's generator, 190 bits, so a fast hash
/// keeps them. A key is <c>hw_</c>, its id, its secret and a checksum, each with a line under it between.
/// </summary>
internal static class Tokens
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string IdAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const string Prefix = "hw";
    private const int IdLength = 8;
    private const int SecretLength = 32;
    private const int CheckLength = 6;

    /// <summary>A secret for a cookie or a link.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(Alphabet, 43);

    /// <summary>A whole new key.</summary>
    public static string NewKey()
    {
        var id = RandomNumberGenerator.GetString(IdAlphabet, IdLength);
        var body = $"{Prefix}_{id}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}";
        return $"{body}_{Check(body)}";
    }

    /// <summary>What is kept of a secret.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether a secret is the one a hash was made of, in a time that does not depend on how much of it is right.</summary>
    public static bool IsOf(string secret, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));

    /// <summary>The id of a key.</summary>
    /// <returns>Null where it is no key, or was mistyped: nobody need look for it.</returns>
    public static string? IdOf(string key)
    {
        var parts = key.Split('_');
        return parts is [Prefix, { Length: IdLength } id, { Length: SecretLength }, { Length: CheckLength } check]
            && Check(key[..^(CheckLength + 1)]) == check ? id : null;
    }

    private static string Check(string body) => Hash(body)[..CheckLength];
}
