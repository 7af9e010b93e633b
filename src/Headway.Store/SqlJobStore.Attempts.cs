using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Attempts over all jobs. A row of the tables is a chunk, a row of the list is an item of it.</summary>
public sealed partial class SqlJobStore : IAttemptStore
{
    private const int AttemptWindow = 10_000;

    /// <inheritdoc/>
    public ValueTask<Page<AttemptLine>> ListEndedAsync(AttemptFilter filter, PageRequest page, CancellationToken ct)
    {
        Place? after = page.After is null ? null : Place.Parse(page.After) ?? throw BadPage();
        var failed = filter.Succeeded == false;
        var (reach, narrow, args) = LinesOf(filter, after);
        var window = narrow.Count > 0 ? AttemptWindow : page.Limit + 2;
        return ReadAsync(async (session, token) =>
        {
            var chunks = await session.ListAsync(
                _book[failed ? "ListFailed" : "ListEnded"].With([.. reach, .. narrow]),
                [.. args, Arg.Of("limit", page.Limit + 2), Arg.Of("window", window)], row => failed ? Failed(row) : Ended(row), token);
            Place? edge = null; // how far it looked, where that is not the end
            if (narrow.Count > 0 && chunks.Count < page.Limit + 2)
            {
                var end = await session.ListAsync(_book[failed ? "EndOfFailed" : "EndOfEnded"].With(reach),
                    [.. args, Arg.Of("window", window - 1)],
                    row => new Place(
                        row.GetInt64(0), row.GetGuid(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(2)), token);
                edge = end.Count > 0 ? end[0] : null;
            }
            else if (chunks.Count == page.Limit + 2)
            {
                edge = chunks[^1].Place;
            }

            var items = chunks.Where(chunk => edge is null || chunk.Place.CompareTo(edge.Value) >= 0)
                .SelectMany(chunk => ItemsOf(chunk, filter.Succeeded))
                .Where(item => after is not { } place || item.Place.CompareTo(place) < 0).ToList();
            return items.Count > page.Limit
                ? new Page<AttemptLine>([.. items.Take(page.Limit).Select(item => item.Line)], items[page.Limit - 1].Place.ToString())
                : new Page<AttemptLine>([.. items.Select(item => item.Line)], edge?.ToString());
        }, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RunningChunk>> ListRunningAsync(AttemptFilter filter, int limit, CancellationToken ct)
    {
        var (_, narrow, args) = LinesOf(filter with { Succeeded = null }, null);
        return await ListAsync(_book["ListRunning"].With(narrow), [.. args, Arg.Of("limit", limit)], row => new RunningChunk
        {
            JobId = new JobId(row.GetGuid(0)),
            First = row.GetInt32(1),
            Last = row.GetInt32(2),
            Kind = Words.Kind(row.GetString(3)),
            Number = row.GetInt32(4),
            Session = row.GetGuid(5),
            StartedAt = row.Time(6),
            Step = row.TextOrNull(7),
            StepPercent = row.DoubleOrNull(8),
            Type = row.GetString(9),
            JobName = row.TextOrNull(10),
            Worker = row.TextOrNull(11),
        }, ct);
    }

    private static (List<string> Reach, List<string> Narrow, List<Arg> Args) LinesOf(AttemptFilter filter, Place? after)
    {
        var (reach, narrow, args) = (new List<string>(), new List<string>(), new List<Arg>());
        if (after is { } place)
        {
            reach.Add("after");
            args.AddRange([Arg.Of("at", place.At), Arg.Of("job", place.Job), Arg.Of("lo", place.Lo), Arg.Of("gen", place.Generation),
                Arg.Of("number", place.Number)]);
        }

        if (filter.From is { } from)
        {
            reach.Add("from");
            args.Add(Arg.Of("from", from));
        }

        if (filter.To is { } to)
        {
            reach.Add("to");
            args.Add(Arg.Of("to", to));
        }

        if (filter.Org is not null)
        {
            narrow.Add("org");
            args.Add(Arg.Of("org", filter.Org));
        }

        if (!string.IsNullOrEmpty(filter.Text))
        {
            narrow.Add("text");
            args.Add(Arg.Of("text", $"%{Escape(filter.Text.ToLowerInvariant())}%"));
        }

        if (filter.Succeeded == true)
            narrow.Add("succeeded");
        return (reach, narrow, args);
    }

    private static ListedChunk Ended(DbDataReader row)
    {
        var faults = new Dictionary<int, string>();
        if (row.TextOrNull(15) is { } text)
        {
            using var document = JsonDocument.Parse($"[{text}]");
            foreach (var pair in document.RootElement.EnumerateArray())
                faults[pair[0].GetInt32()] = pair[1].GetRawText();
        }

        return Listed(row, faults);
    }

    private static ListedChunk Failed(DbDataReader row) =>
        Listed(row, row.TextOrNull(15) is { } fault ? new Dictionary<int, string> { [row.GetInt32(1)] = fault } : []);

    private static ListedChunk Listed(DbDataReader row, Dictionary<int, string> faults)
    {
        var place = new Place(row.GetInt64(8), row.GetGuid(0), row.GetInt32(1), row.GetInt32(3), row.GetInt32(4), row.GetInt32(1));
        var line = new AttemptLine(
            new Attempt
            {
                JobId = new JobId(row.GetGuid(0)),
                No = row.GetInt32(1),
                Generation = row.GetInt32(3),
                Number = row.GetInt32(4),
                Outcome = Words.Outcome(row.GetString(5), faulty: false),
                Worker = row.TextOrNull(6) ?? "",
                StartedAt = row.TimeOrNull(7) ?? row.Time(8),
                EndedAt = row.Time(8),
                Metered = Rows.Usage(row, 9),
            },
            row.GetString(12), row.TextOrNull(13));
        return new ListedChunk(place, row.GetInt32(2), row.GetInt32(14), line, faults);
    }

    /// <summary>The items of a chunk, the last first, each with its own outcome; those a restart did away with are left out.</summary>
    private static IEnumerable<(Place Place, AttemptLine Line)> ItemsOf(ListedChunk chunk, bool? succeeded)
    {
        for (var no = chunk.Hi; no >= chunk.Place.Lo; no--)
        {
            var fault = chunk.Faults.GetValueOrDefault(no);
            if (no > chunk.Total || (succeeded == true && fault is not null))
                continue;
            yield return (chunk.Place with { No = no }, chunk.Line with
            {
                Attempt = chunk.Line.Attempt with
                {
                    No = no < 0 ? chunk.Total + 1 : no,
                    Fault = Rows.Fault(fault),
                    Outcome = fault is null ? chunk.Line.Attempt.Outcome : AttemptOutcome.Failed,
                },
            });
        }
    }

    private sealed record ListedChunk(Place Place, int Hi, int Total, AttemptLine Line, Dictionary<int, string> Faults);

    /// <summary>Where in the list an item stands: its chunk, and it in the chunk. Later is greater.</summary>
    private readonly record struct Place(long At, Guid Job, int Lo, int Generation, int Number, int No) : IComparable<Place>
    {
        private (long, JobId, int, int, int) Chunk => (At, new JobId(Job), Lo, Generation, Number);

        public static Place? Parse(string text)
        {
            var parts = text.Split('.');
            return parts.Length == 6 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var at)
                && Guid.TryParseExact(parts[1], "N", out var job) && Int(2, out var lo) && Int(3, out var gen) && Int(4, out var number)
                && Int(5, out var no) ? new Place(at, job, lo, gen, number, no) : null;

            bool Int(int i, out int value) => int.TryParse(parts[i], CultureInfo.InvariantCulture, out value);
        }

        public int CompareTo(Place other)
        {
            var chunk = Chunk.CompareTo(other.Chunk);
            return chunk != 0 ? chunk : No.CompareTo(other.No);
        }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{At}.{Job:N}.{Lo}.{Generation}.{Number}.{No}");
    }
}
