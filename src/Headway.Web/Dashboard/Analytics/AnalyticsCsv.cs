using System.Globalization;
using System.Text;
using Headway.Web.Api;

namespace Headway.Web.Dashboard.Analytics;

/// <summary>What the analytics show, as a table for other programs: one line a point, then those of the stretch before.</summary>
internal static class AnalyticsCsv
{
    private const string Heading = "from,to,type,attempts,succeeded,failed,success_percent,average_seconds,busy_slots";

    /// <summary>The file's text; times in UTC, an empty field where nothing ended.</summary>
    public static string Of(AnalyticsView view)
    {
        var csv = new StringBuilder(Heading).Append("\r\n");
        foreach (var spot in view.Before.Concat(view.Now))
        {
            var length = view.LengthOf(spot);
            csv.Append(CultureInfo.InvariantCulture, $"{Time(spot.At)},{Time(spot.At + length)},{CsvText.Field(view.Type ?? "")},")
                .Append(CultureInfo.InvariantCulture, $"{spot.Total},{spot.Completed},{spot.Failed},{spot.SuccessPercent:0.###},")
                .Append(CultureInfo.InvariantCulture, $"{spot.Average?.TotalSeconds:0.######},{spot.Load(length):0.######}\r\n");
        }

        return csv.ToString();
    }

    /// <summary>An address a browser saves the text from.</summary>
    public static string Href(AnalyticsView view) => $"data:text/csv;charset=utf-8,{Uri.EscapeDataString(Of(view))}";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
