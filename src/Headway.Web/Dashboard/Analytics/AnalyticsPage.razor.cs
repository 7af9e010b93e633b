using System.Globalization;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Headway.Web.Dashboard.Parts;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Analytics;

/// <summary>How it went over days and months, against the time before.</summary>
public sealed partial class AnalyticsPage
{
    [SupplyParameterFromQuery(Name = "period")] private string? PeriodSlug { get; set; }

    [SupplyParameterFromQuery(Name = "type")] private string? TypeName { get; set; }

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private StatsQueries Stats { get; set; } = null!;

    [Inject] private ReadTogether Together { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    /// <summary>Sums of hours and days: no single event shows in them.</summary>
    protected override TimeSpan? AtLeastEvery => TimeSpan.FromSeconds(10);

    private Stretch Chosen => Stretch.Parse(PeriodSlug);

    private string FileName => View is null ? ""
        : string.Create(CultureInfo.InvariantCulture, $"headway-analytics-{View.Stretch.Slug}-{View.At:yyyyMMdd'T'HHmmss'Z'}.csv");

    private IReadOnlyList<Series> Outcomes =>
        [Line("succeeded", "ok", View!.Now, spot => spot.Completed), Line("failed", "bad", View.Now, spot => spot.Failed)];

    private IReadOnlyList<Series> Rates => Both("succeeded", "ok", spot => spot.SuccessPercent, "%");

    private IReadOnlyList<Series> Volumes => Both("attempts", "accent", spot => spot.Total);

    private IReadOnlyList<Series> Loads => Both("busy", "run", spot => Math.Round(spot.Load(View!.LengthOf(spot)), 3), "slots");

    private IReadOnlyList<Series> Durations => Both("on average", "warn", spot => spot.Average?.TotalSeconds, "s");

    /// <inheritdoc/>
    protected override bool Concerns(JobEvent @event) => false;

    /// <inheritdoc/>
    protected override async ValueTask<AnalyticsView> ReadAsync(CancellationToken ct)
    {
        var stretch = Chosen;
        var (now, buckets, rows) = await Together.OfAsync($"analytics {stretch.Slug}", async () =>
        {
            var now = await Queries.NowAsync(ct);
            var start = stretch.Start(now);
            return (now, await Queries.ThroughputAsync(null, start - stretch.Length, stretch.Read, ct),
                await Stats.ReadStatsAsync(new StatsQuery(start, StatsGrouping.Type), ct));
        });
        var hours = await Together.OfAsync("analytics hours", () =>
            Queries.ThroughputAsync(null, now.AddDays(-AnalyticsView.PeakDays), TimeSpan.FromHours(1), ct));
        return AnalyticsView.Of(stretch, string.IsNullOrWhiteSpace(TypeName) ? null : TypeName.Trim(), now, buckets, hours, rows);
    }

    private static string Tenths(double percent) => percent switch
    {
        > 99.9 and < 100 => "99.9",
        > 0 and < 0.1 => "0.1",
        _ => percent.ToString("0.#", CultureInfo.InvariantCulture),
    };

    private static double Seconds(Spot spot) => spot.Average?.TotalSeconds ?? 0;

    private static Series Line(string name, string tone, IReadOnlyList<Spot> spots, Func<Spot, double?> value, string unit = "") =>
        new(name, tone, [.. spots.Select(spot => value(spot) ?? double.NaN)], unit);

    private IReadOnlyList<Series> Both(string name, string tone, Func<Spot, double?> value, string unit = "") =>
        [Line(name, tone, View!.Now, value, unit), Line($"{name} {View.Stretch.Before}", "before", View.Before, value, unit)];

    private string TitleOf(string name) => Types.TryGet(name, out var type) ? type.Title : name;

    private string Link(string key, string? value) => Navigation.GetUriWithQueryParameter(key, value);

    private void ChooseType(ChangeEventArgs change) =>
        Navigation.NavigateTo(Link("type", change.Value is string { Length: > 0 } type ? type : null));
}
