namespace Headway.Web.Dashboard.OneJob;

/// <summary>Time on a line of 1000, with what lies between spans folded to a mark where it is long.</summary>
internal sealed class Scale
{
    private const double Width = 1000;
    private readonly List<(DateTimeOffset From, DateTimeOffset To, double At, double Width)> _pieces = [];

    private Scale()
    {
    }

    /// <summary>The first start.</summary>
    public DateTimeOffset Start => _pieces[0].From;

    /// <summary>Time that is not folded.</summary>
    public TimeSpan Active { get; private set; }

    /// <summary>Middles of the folds, and what is in each.</summary>
    public IReadOnlyList<(double At, TimeSpan Length)> Gaps { get; private set; } = [];

    /// <summary>Lays a line out for spans of time.</summary>
    /// <param name="spans">At least one.</param>
    /// <param name="shortest">Idle time shorter than this is never folded.</param>
    /// <param name="folded">Width of a fold.</param>
    public static Scale Of(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans, TimeSpan shortest, double folded)
    {
        var busy = Busy(spans);
        var worked = busy.Aggregate(TimeSpan.Zero, (sum, part) => sum + (part.To - part.From));
        var idle = TimeSpan.FromTicks(Math.Max(shortest.Ticks, worked.Ticks / 20));
        for (var i = busy.Count - 1; i > 0; i--)
        {
            if (busy[i].From - busy[i - 1].To > idle)
                continue;
            busy[i - 1] = (busy[i - 1].From, busy[i].To);
            busy.RemoveAt(i);
        }

        var scale = new Scale { Active = busy.Aggregate(TimeSpan.Zero, (sum, part) => sum + (part.To - part.From)) };
        folded = Math.Min(folded, Width / 3 / Math.Max(1, busy.Count - 1));
        var room = Width - (busy.Count - 1) * folded;
        var (at, gaps) = (0.0, new List<(double, TimeSpan)>());
        foreach (var (i, (from, to)) in busy.Index())
        {
            if (i > 0)
            {
                gaps.Add((at + folded / 2, from - busy[i - 1].To));
                at += folded;
            }

            var width = scale.Active.Ticks == 0 ? room / busy.Count : room * ((double)(to - from).Ticks / scale.Active.Ticks);
            scale._pieces.Add((from, to, at, width));
            at += width;
        }

        scale.Gaps = gaps;
        return scale;
    }

    /// <summary>Where a time is.</summary>
    public double At(DateTimeOffset time)
    {
        foreach (var (from, to, at, width) in _pieces)
        {
            if (time < from)
                return at;
            if (time <= to)
                return at + (to == from ? 0 : width * ((double)(time - from).Ticks / (to - from).Ticks));
        }

        return Width;
    }

    /// <summary>Marks at even steps, with the time since the start that they stand for.</summary>
    public IReadOnlyList<(double At, TimeSpan Passed)> Ticks(int count)
    {
        var ticks = new List<(double, TimeSpan)>();
        for (var i = 0; i < count; i++)
        {
            var x = Width * i / count;
            var (from, to, at, width) = _pieces.LastOrDefault(piece => piece.At <= x, _pieces[0]);
            var share = width <= 0 ? 0 : Math.Min(1, (x - at) / width);
            ticks.Add((x, from + share * (to - from) - Start));
        }

        return ticks;
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> Busy(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans)
    {
        var busy = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var (from, to) in spans.OrderBy(span => span.From))
        {
            if (busy.Count > 0 && from <= busy[^1].To)
                busy[^1] = (busy[^1].From, to > busy[^1].To ? to : busy[^1].To);
            else
                busy.Add((from, to));
        }

        return busy;
    }
}
