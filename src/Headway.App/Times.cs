using System.Globalization;

namespace Headway.App;

/// <summary>Times as people type them.</summary>
internal static class Times
{
    /// <summary>A length of time: 90, 90s, 15m, 8h, 2d; a letter alone is one of it.</summary>
    /// <exception cref="StopException">It is none.</exception>
    public static TimeSpan Span(string text)
    {
        var (digits, letter) = text.Length > 0 && char.IsAsciiLetter(text[^1]) ? (text[..^1], text[^1]) : (text, 's');
        var unit = char.ToLowerInvariant(letter) switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => throw NoSpan(text),
        };
        if (digits.Length == 0 && text.Length == 1)
            return unit;
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < 1e6
            ? unit * number
            : throw NoSpan(text);
    }

    /// <summary>A moment: ISO 8601, or a length of time from now.</summary>
    /// <exception cref="StopException">It is neither.</exception>
    public static DateTimeOffset Until(string text, DateTimeOffset now) =>
        text.Contains('-', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : now + Span(text);

    private static StopException NoSpan(string text) => new(
        ExitCode.Usage, $"'{text}' is no length of time; one looks like 90s, 15m, 8h or 2d, a moment like 2026-11-23T10:00Z.");
}
