using Headway.Model;

namespace Headway.Store;

/// <summary>Failures that are counted together: sums by error, by step of time and by job, which a store adds to those it has.</summary>
public sealed class ErrorBatch
{
    /// <summary>
    /// So many fingerprints a code may have; what comes later is counted as one. A handler that puts a different word into each message
    /// would make an error of each.
    /// </summary>
    public const int MostOfACode = 1000;

    private readonly List<ErrorMove> _moves;

    /// <param name="moves">What happened, in any order.</param>
    public ErrorBatch(IEnumerable<ErrorMove> moves) => _moves = [.. moves];

    /// <summary>Widths of the steps, by level.</summary>
    public static IReadOnlyList<TimeSpan> Widths { get; } = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    /// <summary>How long counts of each level are kept.</summary>
    public static IReadOnlyList<TimeSpan> Kept { get; } = [TimeSpan.FromHours(8), TimeSpan.FromDays(8), TimeSpan.FromDays(400)];

    /// <summary>How many rows it has.</summary>
    public int Count => _moves.Count;

    /// <summary>Fingerprints in it.</summary>
    public IEnumerable<string> Prints => _moves.Select(move => move.Kind.Print).Distinct();

    /// <summary>Codes in it.</summary>
    public IEnumerable<string> Codes => _moves.Select(move => move.Kind.Code).Distinct();

    /// <summary>What a period is counted in: the level, the width of a step of its trend, and when the first of them begins.</summary>
    public static (int Level, TimeSpan Step, DateTimeOffset Since) StepsOf(TimeSpan period, DateTimeOffset now)
    {
        var (level, step) = period.TotalHours switch
        {
            <= 1 => (0, TimeSpan.FromMinutes(5)),
            <= 6 => (0, TimeSpan.FromMinutes(15)),
            <= 24 => (1, TimeSpan.FromHours(1)),
            <= 7 * 24 => (1, TimeSpan.FromHours(6)),
            <= 60 * 24 => (2, TimeSpan.FromDays(1)),
            _ => (2, TimeSpan.FromDays(7)),
        };
        return (level, step, Floor(now - period, step));
    }

    /// <summary>The step a moment is in.</summary>
    public static DateTimeOffset Floor(DateTimeOffset at, TimeSpan step) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((at - DateTimeOffset.UnixEpoch).Ticks / step.Ticks * step.Ticks);

    /// <summary>Puts what is new, where its code has no room for it, to the rest of that code.</summary>
    /// <param name="known">Those of <see cref="Prints"/> that are known.</param>
    /// <param name="counts">How many are known of each of <see cref="Codes"/>.</param>
    public void MakeRoom(IReadOnlySet<string> known, IReadOnlyDictionary<string, long> counts)
    {
        var (let, used) = (new HashSet<string>(known), new Dictionary<string, long>(counts));
        for (var i = 0; i < _moves.Count; i++)
        {
            var kind = _moves[i].Kind;
            if (let.Contains(kind.Print))
                continue;
            if (used.GetValueOrDefault(kind.Code) >= MostOfACode)
            {
                _moves[i] = _moves[i] with { Kind = kind.Rest() };
                continue;
            }

            let.Add(kind.Print);
            used[kind.Code] = used.GetValueOrDefault(kind.Code) + 1;
        }
    }

    /// <summary>By error, in the order of their fingerprints; the kind is that of the last failure.</summary>
    public IEnumerable<(ErrorKind Kind, long Times, DateTimeOffset FirstAt, DateTimeOffset LastAt)> Errors() =>
        _moves.GroupBy(move => move.Kind.Print).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (
            group.MaxBy(move => move.At)!.Kind, group.Sum(move => move.Times), group.Min(move => move.At), group.Max(move => move.At)));

    /// <summary>By job and error, in that order.</summary>
    public IEnumerable<(JobId Job, string Print, long Times, DateTimeOffset FirstAt, DateTimeOffset LastAt)> Jobs() =>
        _moves.GroupBy(move => (move.Job, move.Kind.Print)).OrderBy(group => group.Key).Select(group => (
            group.Key.Job, group.Key.Print, group.Sum(move => move.Times), group.Min(move => move.At), group.Max(move => move.At)));

    /// <summary>By error, level, step, organisation and type, in that order.</summary>
    /// <param name="hit">Jobs an error of this batch happened to for the first time; they count in the first step it did.</param>
    public IEnumerable<((string Print, int Level, DateTimeOffset At, string Org, string Type) Key, long Times, long Failed, long Jobs)>
        Counts(IReadOnlySet<(JobId Job, string Print)> hit)
    {
        var firsts = _moves.Where(move => hit.Contains((move.Job, move.Kind.Print))).GroupBy(move => (move.Job, move.Kind.Print))
            .Select(group => group.MinBy(move => move.At)!).ToHashSet(ReferenceEqualityComparer.Instance);
        return Enumerable.Range(0, Widths.Count).SelectMany(level => _moves
                .GroupBy(move => (move.Kind.Print, level, Floor(move.At, Widths[level]), move.Org, move.Type))
                .Select(group => (
                    group.Key, group.Sum(move => move.Times), group.Sum(move => move.Failed), group.LongCount(firsts.Contains))))
            .OrderBy(row => row.Key);
    }
}
