using System.Globalization;
using System.Text.Json;
using Headway.Model;

namespace Headway.Web.Api;

/// <summary>Reads parameters so that a wrong one is answered with what it must be.</summary>
internal static class Parameters
{
    /// <summary>A page's size, 1–100, 20 where none is given.</summary>
    public static int Limit(IQueryCollection query)
    {
        var text = One(query, "limit");
        if (text is null)
            return 20;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 100
            ? limit
            : throw RefusedException.BadParameter("limit", text, "a number from 1 to 100");
    }

    /// <summary>A text, null where it is missing or empty.</summary>
    public static string? One(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && !string.IsNullOrWhiteSpace(values[^1]) ? values[^1] : null;

    /// <summary>Texts, given several times or with commas.</summary>
    public static IReadOnlyList<string> Many(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values)
            ? [.. values.SelectMany(value =>
                (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))]
            : [];

    /// <summary>Words of an enum in snake_case, given several times or with commas.</summary>
    public static IReadOnlyList<T> Words<T>(IQueryCollection query, string name)
        where T : struct, Enum
    {
        var known = Enum.GetValues<T>().ToDictionary(Word);
        return [.. Many(query, name).Select(word => known.TryGetValue(word.ToLowerInvariant(), out var value)
            ? value
            : throw RefusedException.BadParameter(name, word, $"one of {string.Join(", ", known.Keys)}"))];
    }

    /// <summary>A time with its offset; without one it is UTC.</summary>
    public static DateTimeOffset? Time(IQueryCollection query, string name)
    {
        var text = One(query, name);
        if (text is null)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw RefusedException.BadParameter(name, text, "a time such as 2026-11-23T10:00:00Z");
    }

    /// <summary>True or false; false where it is missing.</summary>
    public static bool Flag(IQueryCollection query, string name) => One(query, name) switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        var text => throw RefusedException.BadParameter(name, text, "true or false"),
    };

    /// <summary>Who drives a job; workers where nothing is said.</summary>
    public static JobDrive Drive(string? word) => word switch
    {
        null or "" or "worker" => JobDrive.Worker,
        "client" => JobDrive.Client,
        _ => throw RefusedException.BadParameter("driver", word, "worker or client"),
    };

    /// <summary>A job id in either form; anything else names no job.</summary>
    public static JobId Job(string id) => JobId.TryParse(id, null, out var job) ? job : throw RefusedException.NoJob(id);

    /// <summary>An item number; anything else names no item.</summary>
    public static int Item(string id, string no) =>
        int.TryParse(no, NumberStyles.None, CultureInfo.InvariantCulture, out var item) ? item : throw RefusedException.NoItem(id, no);

    /// <summary>An enum's value as it is on the wire.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
