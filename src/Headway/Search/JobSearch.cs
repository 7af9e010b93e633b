using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Headway.Model;
using Headway.Store;

namespace Headway.Search;

/// <summary>
/// What a person types to find jobs: <c>status:failed type:skills.* label.course:BIO* config.limit:>500 after:-7d fall</c>.
/// Everything narrows; several values of one qualifier, with commas, widen it. docs/search.md has it all.
/// </summary>
public sealed class JobSearch
{
    private readonly DateTimeOffset _now;
    private readonly HashSet<string> _once = [];
    private JobFilter _filter = new();

    private JobSearch(DateTimeOffset now) => _now = now;

    /// <summary>The qualifiers; behind <c>label.</c> and <c>config.</c> comes a name.</summary>
    public static IReadOnlyList<string> Qualifiers { get; } =
    [
        "status", "type", "queue", "org", "user", "label.", "config.", "after", "before", "source", "parent", "error", "id",
    ];

    /// <summary>The words of a search.</summary>
    /// <param name="text">The search.</param>
    /// <exception cref="SearchException">A quote is not closed, or the search is too long.</exception>
    public static IReadOnlyList<SearchTerm> Terms(string text) => SearchTerms.Cut(text);

    /// <summary>The filter a search means.</summary>
    /// <param name="text">The search; empty means every job.</param>
    /// <param name="now">What <c>-7d</c> is counted from.</param>
    /// <exception cref="SearchException">It cannot be read; it says where and why.</exception>
    public static JobFilter Parse(string text, DateTimeOffset now)
    {
        var search = new JobSearch(now);
        foreach (var term in SearchTerms.Cut(text))
            search.Add(term);
        return search._filter;
    }

    /// <summary>The filter a search means, or what is wrong with it.</summary>
    /// <param name="text">The search.</param>
    /// <param name="now">What <c>-7d</c> is counted from.</param>
    /// <param name="filter">The filter; every job where the answer is false.</param>
    /// <param name="problem">What is wrong; null where the answer is true.</param>
    public static bool TryParse(string text, DateTimeOffset now, out JobFilter filter, [NotNullWhen(false)] out SearchException? problem)
    {
        try
        {
            (filter, problem) = (Parse(text, now), null);
            return true;
        }
        catch (SearchException e)
        {
            (filter, problem) = (new JobFilter(), e);
            return false;
        }
    }

    private void Add(SearchTerm term)
    {
        if (term.Key.Length == 0 && term.Values.Count == 1)
        {
            Word(term, term.Values[0]);
            return;
        }

        if (term.Values.Count == 0 || term.Values.All(value => value.Length == 0))
            throw Wrong(term, $"Write a value behind '{term.Key}:'.");
        if (After(term, "label.") is { } label)
            _filter = _filter with { Labels = [.. _filter.Labels, new LabelTerm(label, term.Values)] };
        else if (After(term, "config.") is { } path)
            _filter = _filter with { Config = [.. _filter.Config, ConfigOf(term, path)] };
        else
            Qualified(term);
    }

    private void Qualified(SearchTerm term)
    {
        var values = term.Values;
        _filter = term.Key.ToLowerInvariant() switch
        {
            "status" => _filter with { Statuses = [.. _filter.Statuses, .. Words<JobStatus>(term)] },
            "source" => _filter with { Sources = [.. _filter.Sources, .. Words<JobSource>(term)] },
            "type" => _filter with { Types = [.. _filter.Types, .. values] },
            "queue" => _filter with { Queues = [.. _filter.Queues, .. values] },
            "user" => _filter with { Users = [.. _filter.Users, .. values] },
            "org" => _filter with { Org = One(term) },
            "error" => _filter with { Error = One(term) },
            "id" => _filter with { Id = Id(term) },
            "parent" => _filter with { Parent = Id(term) },
            "after" => _filter with { From = Time(term) },
            "before" => _filter with { To = Time(term) },
            _ => throw new SearchException(
                $"There is no qualifier '{term.Key}'; there are {string.Join(", ", Qualifiers.Select(Shown))}. "
                + "Text with a colon goes into quotes.", term.Start, term.Key.Length),
        };

        static string Shown(string name) => name.EndsWith('.') ? $"{name}NAME" : name;
    }

    private void Word(SearchTerm term, string word)
    {
        if (word.Length == 0)
            return;
        if (JobId.TryParse(word, null, out var id))
            _filter = _filter.Id is null || _filter.Id == id ? _filter with { Id = id } : throw Wrong(term, "A job has one id; name one.");
        else
            _filter = _filter with { Words = [.. _filter.Words, word] };
    }

    /// <summary>What is behind a prefix; null where it is another qualifier.</summary>
    private static string? After(SearchTerm term, string prefix)
    {
        if (!term.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        return term.Key.Length > prefix.Length ? term.Key[prefix.Length..]
            : throw new SearchException($"Write a name behind '{prefix}', such as {prefix}course.", term.Start, term.Key.Length);
    }

    private static ConfigTerm ConfigOf(SearchTerm term, string path)
    {
        var names = path.Split('.');
        if (names.Any(name => name.Length == 0))
            throw new SearchException("A path into the config is names with single dots between, such as config.source.limit.",
                term.Start, term.Key.Length);
        var first = term.Values[0];
        var (comparison, mark) = first switch
        {
            ['>', '=', ..] => (Comparison.AtLeast, 2),
            ['<', '=', ..] => (Comparison.AtMost, 2),
            ['>', ..] => (Comparison.Greater, 1),
            ['<', ..] => (Comparison.Less, 1),
            ['=', ..] => (Comparison.Equal, 1),
            _ => (Comparison.Equal, 0),
        };
        if (comparison != Comparison.Equal && term.Values.Count > 1)
            throw Wrong(term, "More or less than is asked of one value, not of several.");
        if (mark > 0 && first.Length == mark)
            throw Wrong(term, $"Write a value behind '{first}'.");
        return new ConfigTerm(names, comparison, [first[mark..], .. term.Values.Skip(1)]);
    }

    private static IEnumerable<T> Words<T>(SearchTerm term)
        where T : struct, Enum
    {
        var known = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
        return [.. term.Values.Select(word => known.TryGetValue(word.ToLowerInvariant(), out var value) ? value
            : throw Wrong(term, $"There is no {term.Key.ToLowerInvariant()} '{word}'; there are {string.Join(", ", known.Keys)}."))];
    }

    private string One(SearchTerm term) =>
        !_once.Add(term.Key.ToLowerInvariant()) ? throw Wrong(term, $"'{term.Key}:' stands there twice; keep one.")
        : term.Values is [var one] ? one : throw Wrong(term, $"'{term.Key}:' takes one value.");

    private JobId Id(SearchTerm term) => JobId.TryParse(One(term), null, out var id) ? id
        : throw Wrong(term, "This is no job id; it looks like job_01jd8w2x3y_0123456789abcdef, or is a UUID.");

    private DateTimeOffset Time(SearchTerm term)
    {
        var text = One(term);
        if (text is ['-', .., var unit] && Span(unit) is { } one
            && int.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 10_000)
            return _now - (one * count);
        return char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw Wrong(term, "This is no time; write 2026-11-23, 2026-11-23T10:00Z, or -30m, -3h, -7d, -2w for back from now.");
    }

    private static TimeSpan? Span(char unit) => unit switch
    {
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        'w' => TimeSpan.FromDays(7),
        _ => null,
    };

    private static SearchException Wrong(SearchTerm term, string problem) =>
        new(problem, term.ValueStart, term.Start + term.Length - term.ValueStart);
}
