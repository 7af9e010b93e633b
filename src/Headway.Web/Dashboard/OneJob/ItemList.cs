using Headway.Model;

namespace Headway.Web.Dashboard.OneJob;

/// <summary>A page of a job's items.</summary>
/// <param name="Rows">The items.</param>
/// <param name="Next">Number of the item after which the next page starts; null on the last.</param>
/// <param name="LookedTo">How far the search looked, where it stopped before the end and before the page was full; else null.</param>
public sealed record ItemList(IReadOnlyList<Item> Rows, int? Next, int? LookedTo);
