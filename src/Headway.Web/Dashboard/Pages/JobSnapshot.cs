using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Dashboard.Skills;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the page of a job shows, read in one go.</summary>
public sealed record JobSnapshot
{
    private const int Rows = 50;
    private const int EveryItem = 1000;

    /// <summary>The job; null where there is none of that id.</summary>
    public required Job? Job { get; init; }

    /// <summary>One page of items, filtered.</summary>
    public IReadOnlyList<Item> Items { get; init; } = [];

    /// <summary>Where the next page starts; null on the last.</summary>
    public string? Next { get; init; }

    /// <summary>One letter an item, see hw.js; of a large job one letter for many, by count.</summary>
    public string Heat { get; init; } = "";

    /// <summary>True while a letter of <see cref="Heat"/> is one item, in its place.</summary>
    public bool IsHeatExact { get; init; }

    /// <summary>What people did with it, oldest first.</summary>
    public IReadOnlyList<JobEvent> History { get; init; } = [];

    /// <summary>The item whose panel is open.</summary>
    public Item? Item { get; init; }

    /// <summary>Its attempts, oldest first.</summary>
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    /// <summary>The skills over all items, where they are shown.</summary>
    public SkillRanking? Skills { get; init; }

    /// <summary>The store's time when it was read.</summary>
    public DateTimeOffset Now { get; init; }

    internal static async ValueTask<JobSnapshot> ReadAsync(JobQueries queries, JobPlace place, SkillTally? tally, CancellationToken ct)
    {
        if (!JobId.TryParse(place.Id, null, out var id) || await queries.GetJobAsync(id, ct) is not { } job)
            return new JobSnapshot { Job = null };

        var isSmall = job.Counts.Total <= EveryItem;
        var all = isSmall || tally is not null ? await queries.ListItemsAsync(id, new ItemFilter(), new PageRequest(EveryItem), ct) : null;
        var page = isSmall && all is not null ? PageOf(all.Rows, place) : await PageAsync(queries, id, place, ct);
        return new JobSnapshot
        {
            Job = job,
            Items = page.Rows,
            Next = page.Next,
            Heat = isSmall && all is not null ? HeatLetters.Of(all.Rows) : HeatLetters.Of(job.Counts),
            IsHeatExact = isSmall,
            History = await queries.ListHistoryAsync(id, ct),
            Item = place.Item is { } no ? await queries.GetItemAsync(id, no, ct) : null,
            Attempts = place.Item is { } of ? await queries.ListAttemptsAsync(id, of, ct) : [],
            Skills = tally is not null && all is not null ? await tally.GlanceAsync(queries, id, all.Rows, ct) : null,
            Now = await queries.NowAsync(ct),
        };
    }

    private static Page<Item> PageOf(IReadOnlyList<Item> all, JobPlace place)
    {
        var after = int.TryParse(place.After, out var no) ? no : 0;
        var fitting = all.Where(item => item.No > after && (place.States.Count == 0 || place.States.Contains(item.State)))
            .Take(Rows + 1).ToList();
        return fitting.Count <= Rows
            ? new Page<Item>(fitting, null)
            : new Page<Item>(fitting[..Rows], fitting[Rows - 1].No.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async ValueTask<Page<Item>> PageAsync(JobQueries queries, JobId id, JobPlace place, CancellationToken ct)
    {
        var filter = new ItemFilter { States = place.States };
        try
        {
            return await queries.ListItemsAsync(id, filter, new PageRequest(Rows, place.After), ct);
        }
        catch (ArgumentException) when (place.After is not null)
        {
            return await queries.ListItemsAsync(id, filter, new PageRequest(Rows), ct); // a place that somebody typed: from the start
        }
    }
}
