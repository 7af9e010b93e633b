using Headway.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Headway.Web.Access;

/// <summary>
/// Hashes passwords with ASP.NET Core's own hasher: PBKDF2 with HMAC-SHA-512, a salt each, and what it was made with in the hash itself.
/// At most two at once, so that whoever tries many passwords does not take the processors away from the work.
/// </summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>OWASP asks for 210,000 or more.</summary>
    public const int Iterations = 220_000;

    /// <summary>Shortest that is taken; long ones need no rules about what is in them.</summary>
    public const int Shortest = 12;
    private const int Longest = 200;
    private static readonly Person Nobody = new() { Id = default, Name = "" };
    private readonly SemaphoreSlim _two = new(2, 2);
    private readonly PasswordHasher<Person> _hasher;
    private readonly Lazy<string> _none;

    public Passwords(int iterations = Iterations)
    {
        _hasher = new PasswordHasher<Person>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        _none = new Lazy<string>(() => _hasher.HashPassword(Nobody, "nobody's password"));
    }

    /// <summary>What is wrong with a new password.</summary>
    /// <returns>One sentence, null where nothing is.</returns>
    public static string? Wrong(string password, string name) =>
        password.Length is < Shortest or > Longest ? $"A password has {Shortest} to {Longest} characters; a sentence is a good one."
        : password.Contains(name, StringComparison.OrdinalIgnoreCase) ? "A password may not hold the name it is for."
        : password.Distinct().Count() < 5 ? "A password needs at least five different characters."
        : null;

    /// <summary>Hashes a new password.</summary>
    public Task<string> HashAsync(string password, CancellationToken ct) =>
        InTurnAsync(() => _hasher.HashPassword(Nobody, password), ct);

    /// <summary>Compares a password with a hash. Where there is no hash it takes as long, and fails.</summary>
    public Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken ct) => InTurnAsync(() =>
    {
        var result = _hasher.VerifyHashedPassword(Nobody, hash ?? _none.Value, password.Length <= Longest ? password : "");
        return hash is null ? PasswordVerificationResult.Failed : result;
    }, ct);

    public void Dispose() => _two.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _two.WaitAsync(ct);
        try
        {
            return work();
        }
        finally
        {
            _two.Release();
        }
    }
}
