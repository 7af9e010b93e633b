namespace Headway.Web.Dashboard.Pages;

/// <summary>One stretch of the chart.</summary>
/// <param name="At">Its start.</param>
/// <param name="Completed">Items completed or skipped in it.</param>
/// <param name="Failed">Attempts failed in it.</param>
public readonly record struct Bar(DateTimeOffset At, long Completed, long Failed);
