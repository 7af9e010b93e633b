using Headway.Model;

namespace Headway.Web.Dashboard.OneJob;

/// <summary>Attempts of a job over time, a line an item, with the time in which nothing ran folded away.</summary>
public sealed record Waterfall
{
    private const double Folded = 12;
    private static readonly TimeSpan ShortestIdle = TimeSpan.FromSeconds(2);

    /// <summary>A line an item, by the start of its first attempt.</summary>
    public required IReadOnlyList<WaterfallLine> Lines { get; init; }

    /// <summary>Where time was folded away, 0–1000, and how much.</summary>
    public required IReadOnlyList<(double At, TimeSpan Length)> Gaps { get; init; }

    /// <summary>Marks of the axis: where, and how long after the start.</summary>
    public required IReadOnlyList<(double At, TimeSpan Passed)> Ticks { get; init; }

    /// <summary>The first start shown.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Time in which something ran.</summary>
    public required TimeSpan Active { get; init; }

    /// <summary>Lines there would be beyond those shown.</summary>
    public required int Hidden { get; init; }

    /// <summary>Items were looked at from this number.</summary>
    public int From { get; init; }

    /// <summary>To this number.</summary>
    public int To { get; init; }

    /// <summary>Lays attempts and what runs now out over time. A pure function.</summary>
    public static Waterfall Of(
        Job job, IReadOnlyList<Attempt> attempts, IReadOnlyList<Item> running, DateTimeOffset now, int mostLines)
    {
        var spans = attempts
            .Select(one => new Span(one.No, one.StartedAt, one.EndedAt, Words.Of(one.Outcome), one.Number, one.Fault, one.Worker))
            .Concat(running.Where(item => item.StartedAt is not null)
                .Select(item => new Span(item.No, item.StartedAt!.Value, now, Words.Of(ItemState.Running), item.Attempts, null, null)))
            .ToList();
        var lines = spans.GroupBy(span => span.No).OrderBy(line => line.Min(span => span.From)).ThenBy(line => line.Key).ToList();
        var shown = lines.Take(mostLines).ToList();
        if (shown.Count == 0)
            return new Waterfall { Lines = [], Gaps = [], Ticks = [], Start = now, Active = default, Hidden = 0 };
        var scale = Scale.Of([.. shown.SelectMany(line => line).Select(span => (span.From, span.To))], ShortestIdle, Folded);
        return new Waterfall
        {
            Lines = [.. shown.Select(line => new WaterfallLine(
                line.Key, NameOf(job, line.Key), [.. line.OrderBy(span => span.From).Select(span => BarOf(span, scale))],
                line.Max(span => span.To) - line.Min(span => span.From)))],
            Gaps = scale.Gaps,
            Ticks = scale.Ticks(5),
            Start = scale.Start,
            Active = scale.Active,
            Hidden = lines.Count - shown.Count,
        };
    }

    private static string? NameOf(Job job, int no) => no == 0 ? "Plan" : no > job.Counts.Total ? "Finish" : null;

    private static WaterfallBar BarOf(Span span, Scale scale)
    {
        var (from, to) = (scale.At(span.From), scale.At(span.To));
        var tip = $"Attempt {span.Number}: {span.Look.Label}, {Words.Span(span.To - span.From)}"
            + (span.Worker is null ? "" : $"\non {span.Worker}") + (span.Fault is null ? "" : $"\n{span.Fault.Code}: {span.Fault.Message}");
        return new WaterfallBar(from, Math.Max(3, to - from), span.Look.Tone, tip);
    }

    private readonly record struct Span(
        int No, DateTimeOffset From, DateTimeOffset To, Words.Look Look, int Number, Fault? Fault, string? Worker);
}
