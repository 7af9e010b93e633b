using System.Security.Cryptography;
using System.Text;

namespace Headway.Handlers;

/// <summary>What an effect may touch: the open transaction of the store, seen as features.</summary>
/// <param name="no">The item whose effect runs.</param>
public abstract class EffectScope(int no)
{
    private const int MaxKind = 100;
    private const int MaxKey = 400;
    private const int MaxBefore = 200_000;

    /// <summary>The item whose effect runs; of a chunk whose effects are not an item's own, its first.</summary>
    public int No { get; internal set; } = no;

    /// <summary>A way into the transaction, e.g. the SQL kit's session.</summary>
    /// <typeparam name="T">Type of the feature.</typeparam>
    /// <returns>Null where this store has no such feature.</returns>
    public abstract T? Feature<T>() where T : class;

    /// <summary>
    /// Keeps what something was before this effect changed it, so that the job can be rolled back (<see cref="IRollback"/>).
    /// Call it while the thing is locked by this transaction: after it was read FOR UPDATE, or after it was written.
    /// </summary>
    /// <param name="kind">What sort of thing, e.g. a table; 1–100 characters.</param>
    /// <param name="key">Which one; 1–400 characters.</param>
    /// <param name="before">JSON text, ≤ 200,000 characters; null where it was not there.</param>
    /// <param name="after">What it is now, as <see cref="IRollback.ReadAsync"/> will give it; null where it is not there any more.</param>
    /// <param name="ct">Cancels.</param>
    public ValueTask BeforeAsync(string kind, string key, string? before, string? after, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfZero(kind.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kind.Length, MaxKind);
        ArgumentOutOfRangeException.ThrowIfZero(key.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, MaxKey);
        if (before?.Length > MaxBefore)
            throw new ArgumentOutOfRangeException(nameof(before), before.Length, $"must have at most {MaxBefore} characters");
        return RecordAsync(kind, key, before, Hash(after), ct);
    }

    /// <summary>Writes what <see cref="BeforeAsync"/> was given.</summary>
    protected abstract ValueTask RecordAsync(string kind, string key, string? before, string? afterHash, CancellationToken ct);

    internal static string? Hash(string? state) =>
        state is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
}
