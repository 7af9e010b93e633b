using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Where in a job the person looks, as the address says.</summary>
/// <param name="Id">The job's id in either form.</param>
/// <param name="States">Items of these states; empty for all.</param>
/// <param name="After">Items after this place of the list.</param>
/// <param name="Item">The item whose panel is open.</param>
internal sealed record JobPlace(string Id, IReadOnlyList<ItemState> States, string? After, int? Item);
