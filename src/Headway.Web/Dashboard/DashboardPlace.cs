namespace Headway.Web.Dashboard;

/// <summary>Where the dashboard is mounted; set once, by <see cref="HeadwayDashboard.MapHeadway"/>.</summary>
internal sealed class DashboardPlace
{
    /// <summary>Path with a slash at both ends, written into the page's base element: <c>/</c> or <c>/jobs/</c>.</summary>
    public string BaseHref { get; set; } = "/";
}
