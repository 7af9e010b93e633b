using System.Globalization;

namespace Headway.Web.Dashboard.Analytics;

/// <summary>How a number stands against the one before, in words.</summary>
internal static class Change
{
    /// <summary>In per cent of the number before.</summary>
    /// <param name="now">The number.</param>
    /// <param name="before">The one it is compared with.</param>
    /// <param name="name">What that one is of, as in "the day before".</param>
    public static string InPercent(double now, double before, string name) =>
        before == 0 ? now == 0 ? $"as {name}" : $"nothing {name}" : Said(100 * (now - before) / before, "%", name);

    /// <summary>In points, of two shares; null is one of nothing.</summary>
    public static string InPoints(double? now, double? before, string name) =>
        now is null ? "nothing ended" : before is null ? $"nothing {name}" : Said(now.Value - before.Value, "points", name);

    private static string Said(double change, string unit, string name) => Math.Abs(change) < 0.05 ? $"as {name}"
        : string.Create(CultureInfo.InvariantCulture, $"{(change > 0 ? "+" : "−")}{Math.Abs(change):#,0.#} {unit} on {name}");
}
