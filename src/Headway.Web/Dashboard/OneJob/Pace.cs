namespace Headway.Web.Dashboard.OneJob;

/// <summary>How fast a job goes now: ended items over the last minute that this page has watched.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(5);
    private readonly List<(DateTimeOffset At, int Ended)> _seen = [];

    /// <summary>Notes how many have ended.</summary>
    public void Note(DateTimeOffset at, int ended)
    {
        if (_seen.Count > 0 && (ended < _seen[^1].Ended || at < _seen[^1].At))
            _seen.Clear(); // started afresh
        _seen.Add((at, ended));
        _seen.RemoveAll(one => one.At < at - Window);
    }

    /// <summary>Items a minute; null before it has watched long enough.</summary>
    public double? PerMinute => _seen.Count > 1 && _seen[^1].At - _seen[0].At >= Enough
        ? (_seen[^1].Ended - _seen[0].Ended) / (_seen[^1].At - _seen[0].At).TotalMinutes
        : null;
}
