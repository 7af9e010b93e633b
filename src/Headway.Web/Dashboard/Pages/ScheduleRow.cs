using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>A schedule with what it did and will do.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Fires">Its last fires, the latest first.</param>
/// <param name="Next">Its next times; of a paused one: what they would be.</param>
public sealed record ScheduleRow(Schedule Schedule, IReadOnlyList<Fire> Fires, IReadOnlyList<DateTimeOffset> Next);
