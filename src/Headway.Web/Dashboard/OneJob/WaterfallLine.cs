namespace Headway.Web.Dashboard.OneJob;

/// <summary>One item in a <see cref="Waterfall"/>.</summary>
/// <param name="No">Its number.</param>
/// <param name="Name">What it is, where it is no work item; else null.</param>
/// <param name="Bars">Its attempts, oldest first.</param>
/// <param name="Length">From its first start to its last end.</param>
public sealed record WaterfallLine(int No, string? Name, IReadOnlyList<WaterfallBar> Bars, TimeSpan Length);
