using System.Globalization;
using System.Text.RegularExpressions;
using Headway.Client;
using Headway.Model;
using Headway.Store;

namespace Headway.App;

/// <summary>The setting <c>limits</c>: what is limited from the first start on. What people have set or changed since stays.</summary>
internal static partial class StartLimits
{
    /// <summary>Reads <c>003</c>, or a list such as <c>global=10 jobs, user=3 jobs, type:mail.send=100 starts/60</c>.</summary>
    /// <exception cref="StopException">A part of it is no limit.</exception>
    public static IReadOnlyList<Limit> Parse(string? text) => text?.Trim() switch
    {
        null or "" => [],
        "003" => FlowClient.Preset003,
        var list => [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)],
    };

    /// <summary>Sets those for whose scope, name and unit there is no limit.</summary>
    public static async ValueTask ApplyAsync(ILimitStore store, Settings settings, CancellationToken ct)
    {
        if (settings.Limits.Count == 0)
            return;
        var known = (await store.ListLimitsAsync(ct)).Select(limit => (limit.Scope, limit.Name, limit.Unit)).ToHashSet();
        foreach (var limit in settings.Limits.Where(limit => !known.Contains((limit.Scope, limit.Name, limit.Unit))))
            await store.SetLimitAsync(limit, ct);
    }

    private static Limit One(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            throw new StopException(
                ExitCode.Usage,
                $"The setting 'limits' has '{text}'; a limit looks like user=3 jobs, org:acme=20, or type:mail.send=100 starts/60.");
        }

        var unit = match.Groups["unit"].Success ? Enum.Parse<LimitUnit>(match.Groups["unit"].Value, ignoreCase: true) : LimitUnit.Slots;
        return new Limit
        {
            Scope = Enum.Parse<LimitScope>(match.Groups["scope"].Value, ignoreCase: true),
            Name = match.Groups["name"].Success ? match.Groups["name"].Value : Limit.Each,
            Unit = unit,
            Most = int.Parse(match.Groups["most"].Value, CultureInfo.InvariantCulture),
            Span = unit == LimitUnit.Starts
                ? TimeSpan.FromSeconds(int.Parse(match.Groups["span"].Value, CultureInfo.InvariantCulture)) : null,
        };
    }

    [GeneratedRegex(@"^(?:(?<scope>global)|(?<scope>org|type|queue)(?::(?<name>[^=]+))?|(?<scope>user|key)(?::(?<name>[^=/]+/[^=]+))?)
        =(?<most>\d{1,6})(?:\ (?:(?<unit>slots|jobs)|(?<unit>starts)/(?<span>[1-9]\d{0,4})))?$",
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pattern();
}
