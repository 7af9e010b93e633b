using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>A task with all there is to say of it.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Item">Its item.</param>
/// <param name="Attempt">The attempt; null while it runs.</param>
/// <param name="IsLast">Whether the item's output is this attempt's.</param>
public sealed record TaskDetail(Job Job, Item Item, Attempt? Attempt, bool IsLast);
