using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Items as letters, one each: what the browser paints as cells.</summary>
internal static class HeatLetters
{
    private const int Cells = 1000;

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

    /// <summary>A large job by its counts: as many cells of each kind as its share, at least one where there is any.</summary>
    public static string Of(JobCounts counts)
    {
        (char Letter, int Count)[] kinds =
        [
            ('c', counts.Completed), ('k', counts.Skipped), ('f', counts.Failed), ('x', counts.Cancelled),
            ('R', counts.Running), ('t', counts.Waiting), ('r', counts.Fresh + counts.Due),
        ];
        return string.Concat(kinds.Where(kind => kind.Count > 0)
            .Select(kind => new string(kind.Letter, Math.Max(1, (int)((long)kind.Count * Cells / counts.Total)))));
    }
}
