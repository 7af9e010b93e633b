using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Items as letters, one each: what the browser paints as cells.</summary>
internal static class HeatLetters
{
    /// <summary>The letter of a state.</summary>
    public static char Of(ItemState state) => state switch
    {
        ItemState.Blocked => 'b',
        ItemState.Scheduled => 's',
        ItemState.Ready => 'r',
        ItemState.Running => 'R',
        ItemState.Retrying => 't',
        ItemState.Completed => 'c',
        ItemState.Skipped => 'k',
        ItemState.Failed => 'f',
        ItemState.Cancelled => 'x',
        _ => 'q',
    };

    /// <summary>Items in their order.</summary>
    public static string Of(IReadOnlyList<Item> items) =>
        string.Create(items.Count, items, static (letters, all) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = Of(all[i].State);
        });
}
