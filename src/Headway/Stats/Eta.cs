using Headway.Store;

namespace Headway.Stats;

/// <summary>How long a job will take from now: half of such jobs end within the first time, nine of ten within the second.</summary>
/// <param name="P50">The middle.</param>
/// <param name="P90">The late end.</param>
public readonly record struct Eta(TimeSpan P50, TimeSpan P90)
{
    private const int Enough = 20;
    private const double Late = 1.2816; // of a normal distribution, nine of ten lie below its mean and so many deviations

    /// <summary>Foretells a job from its type's history and from what it has done itself. A pure function.</summary>
    /// <param name="facts">The job as it is.</param>
    /// <param name="history">Its type's last days; null where there are none.</param>
    /// <returns>Null where nothing sound can be said: paused, still planning, or too little is known.</returns>
    public static Eta? Of(EtaFacts facts, StatsRow? history)
    {
        if (facts.Left <= 0 || facts.Stopped)
            return null;
        var known = history is { RunTimes.Count: >= Enough } ? history : null;
        if (!facts.Started)
            return Wait(facts, history) is { } wait && Run(facts, known) is { } run ? wait + run : null;
        if (facts is { Left: 1, Done: 0 })
            return One(facts, known);
        return Run(facts, known);
    }

    /// <summary>One after the other.</summary>
    public static Eta operator +(Eta left, Eta right) => new(left.P50 + right.P50, left.P90 + right.P90);

    /// <inheritdoc cref="op_Addition"/>
    public static Eta Add(Eta left, Eta right) => left + right;

    private static Eta? Wait(EtaFacts facts, StatsRow? history)
    {
        if (facts.DueIn > TimeSpan.Zero)
            return new Eta(facts.DueIn, facts.DueIn);
        if (facts.FreeSlots > 0)
            return default(Eta);
        return history is { WaitTimes.Count: >= Enough } ? Beyond(history.WaitTimes, facts.Elapsed) : null;
    }

    /// <summary>The only item of a job, which has run for a while.</summary>
    private static Eta? One(EtaFacts facts, StatsRow? history)
    {
        if (facts.Percent >= 10)
        {
            var left = facts.Elapsed * ((100 - facts.Percent) / facts.Percent);
            return new Eta(left, left * 1.5);
        }

        return history is null ? null : Beyond(history.RunTimes, facts.Elapsed);
    }

    /// <summary>What of a time is left once so much of it has gone, by those that took longer still.</summary>
    private static Eta? Beyond(DurationHistogram times, TimeSpan gone)
    {
        var passed = times.ShareBelow(gone);
        if (passed > 0.99)
            return null; // hardly any took so long: history tells nothing any more
        return new Eta(At(0.5), At(0.9));

        TimeSpan At(double share) => Max(times.Quantile(passed + share * (1 - passed))!.Value - gone, TimeSpan.Zero);
    }

    /// <summary>
    /// Many items over several slots: all but the last of each slot at the pace of all slots together, then the longest of those last ones;
    /// both spread as sums and extremes of such times do. What the job has shown itself counts more the further it is.
    /// </summary>
    private static Eta? Run(EtaFacts facts, StatsRow? history)
    {
        var slots = Math.Clamp(facts.Slots + facts.FreeSlots, 1, Math.Max(1, facts.Left));
        var own = facts.Done >= Enough ? facts.Elapsed.TotalSeconds / facts.Done : (double?)null;
        if (history is null && own is null)
            return null;
        var (mean, deviation) = history is null ? (own!.Value * slots, own.Value * slots) : Seconds(history.RunTimes.Spread());
        var pace = mean / slots;
        if (own is { } shown)
        {
            var weight = facts.Done / (facts.Done + 50.0);
            pace = weight * shown + (1 - weight) * pace;
        }

        var middle = (facts.Left - slots) * pace + Longest(0.5);
        var sums = Late * deviation * Math.Sqrt(facts.Left - slots) / slots;
        var ends = Longest(0.9) - Longest(0.5);
        return new Eta(Span(middle), Span(middle + Math.Sqrt(sums * sums + ends * ends)));

        // Of so many draws the longest; where nothing is known of their kind, they are taken for exponential.
        double Longest(double share)
        {
            var each = Math.Pow(share, 1.0 / slots);
            return history?.RunTimes.Quantile(each)?.TotalSeconds ?? -mean * Math.Log(1 - each);
        }
    }

    private static TimeSpan Span(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(3650).TotalSeconds));

    private static (double Mean, double Deviation) Seconds((TimeSpan Mean, TimeSpan Deviation) spread) =>
        (spread.Mean.TotalSeconds, spread.Deviation.TotalSeconds);

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
