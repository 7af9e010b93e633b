using System.Collections.Concurrent;

namespace Headway.Web.Dashboard;

/// <summary>
/// Carries what a page was first drawn with to the circuit that takes the page over a moment later, so that it does not blink:
/// the drawn page holds a ticket, the data stays here. A ticket is good once and for half a minute.
/// </summary>
internal sealed class HandOver(TimeProvider clock)
{
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(30);
    private const int Most = 500;
    private readonly ConcurrentDictionary<string, (object Data, DateTimeOffset Until)> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps data for a ticket.</summary>
    public string Keep(object data)
    {
        var now = clock.GetUtcNow();
        if (_kept.Count >= Most)
        {
            foreach (var (old, entry) in _kept)
            {
                if (entry.Until < now)
                    _kept.TryRemove(old, out _);
            }
        }

        var ticket = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        if (_kept.Count < Most)
            _kept[ticket] = (data, now + Good);
        return ticket;
    }

    /// <summary>Takes the data of a ticket; null where it was taken already, has gone stale, or is of another server.</summary>
    public object? Take(string ticket) =>
        _kept.TryRemove(ticket, out var entry) && entry.Until >= clock.GetUtcNow() ? entry.Data : null;
}
