using Headway.Model;
using Headway.Stats;
using Headway.Web.Dashboard.OneJob;
using Headway.Web.Dashboard.Skills;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the page of a job shows, read in one go: the job itself, and of its parts the one that is open.</summary>
public sealed record JobSnapshot
{
    /// <summary>The job; null where there is none of that id.</summary>
    public required Job? Job { get; init; }

    /// <summary>When it will end, and whether it is slow or stuck.</summary>
    public Outlook Outlook { get; init; }

    /// <summary>What keeps it from running; empty while it runs and once it has ended.</summary>
    public IReadOnlyList<WhyReason> Why { get; init; } = [];

    /// <summary>One page of items, filtered.</summary>
    public ItemList? Items { get; init; }

    /// <summary>One letter an item, see hw.js; empty for a job too large for that.</summary>
    public string Heat { get; init; } = "";

    /// <summary>Attempts over time.</summary>
    public Waterfall? Timeline { get; init; }

    /// <summary>Lines of its log.</summary>
    public LogView? Log { get; init; }

    /// <summary>Its failures by code.</summary>
    public FaultList? Faults { get; init; }

    /// <summary>What happened to it as a whole and who did it, oldest first.</summary>
    public IReadOnlyList<HistoryLine>? History { get; init; }

    /// <summary>The skills over all items.</summary>
    public SkillRanking? Skills { get; init; }

    /// <summary>The item whose panel is open.</summary>
    public Item? Item { get; init; }

    /// <summary>Its attempts, oldest first.</summary>
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    /// <summary>The store's time when it was read.</summary>
    public DateTimeOffset Now { get; init; }
}
