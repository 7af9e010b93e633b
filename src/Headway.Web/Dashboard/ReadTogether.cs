using System.Collections.Concurrent;

namespace Headway.Web.Dashboard;

/// <summary>
/// Sums that every open tab shows alike are read once for all of them: what was read a moment ago is given again.
/// For what may be two seconds old; what a single change must show at once is read by each page itself.
/// </summary>
internal sealed class ReadTogether(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (object Read, long At)> _known = new(StringComparer.Ordinal);

    /// <summary>What was read under a name less than two seconds ago, or is read now.</summary>
    /// <param name="name">Says what is read, parameters included; few different ones.</param>
    /// <param name="read">Reads it.</param>
    public async ValueTask<T> OfAsync<T>(string name, Func<ValueTask<T>> read) where T : notnull
    {
        if (_known.TryGetValue(name, out var known) && known.Read is T fresh && clock.GetElapsedTime(known.At) < Fresh)
            return fresh;
        var at = clock.GetTimestamp();
        var value = await read();
        _known[name] = (value, at);
        return value;
    }
}
