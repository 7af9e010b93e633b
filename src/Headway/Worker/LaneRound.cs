using Headway.Store;

namespace Headway.Worker;

/// <summary>
/// Whose turn it is: round the organisations and, inside one, the lane whose first job has the highest priority; among equals round them,
/// the least recently served first.
/// Also how many chunks one job of a lane may give: one at first, so that a job of many items does not take every slot from its neighbours,
/// and twice as many each time its lane leaves slots empty.
/// </summary>
internal sealed class LaneRound
{
    private const int MaxRemembered = 10_000;
    private readonly List<Lane> _open = [];
    private readonly Dictionary<Lane, long> _lanes = [];
    private readonly Dictionary<string, long> _orgs = new(StringComparer.Ordinal);
    private readonly Dictionary<Lane, int> _each = [];
    private long _turn;

    /// <summary>Lanes that may still have work.</summary>
    public int Count => _open.Count;

    /// <summary>Organisations that may still have work.</summary>
    public int Orgs => _open.Select(lane => lane.Org).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Starts anew with these lanes; who was served when is remembered.</summary>
    public void Open(IEnumerable<Lane> lanes)
    {
        _open.Clear();
        _each.Clear();
        _open.AddRange(lanes);
        _open.Sort(static (a, b) => string.CompareOrdinal(a.Type, b.Type)); // the store gives no order, a simulation needs one
        if (_lanes.Count <= MaxRemembered)
            return;
        _lanes.Clear();
        _orgs.Clear();
    }

    /// <summary>No lane has work.</summary>
    public void Close() => _open.Clear();

    /// <summary>The lane to ask next, and how many chunks one of its jobs may give; it goes to the end of the line.</summary>
    public (Lane Lane, int Each) Next()
    {
        var next = _open.MinBy(lane => (_orgs.GetValueOrDefault(lane.Org), -(long)lane.Priority, _lanes.GetValueOrDefault(lane)));
        _lanes[next] = _orgs[next.Org] = ++_turn;
        return (next, _each.GetValueOrDefault(next, 1));
    }

    /// <summary>What came of asking; a lane that gave all it had is left out until <see cref="Open"/>.</summary>
    public void Answered(ClaimRequest request, IReadOnlyList<ClaimedChunk> chunks)
    {
        if (chunks.Count >= request.MaxChunks)
            return;
        if (chunks.CountBy(chunk => chunk.Key.JobId).Any(job => job.Value >= request.MaxChunksPerJob))
            _each[request.Lane] = request.MaxChunksPerJob * 2;
        else
            _open.Remove(request.Lane);
    }
}
