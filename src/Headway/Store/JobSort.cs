namespace Headway.Store;

/// <summary>The order of a list of jobs. Every order is walked by key, never by offset.</summary>
public enum JobSort
{
    /// <summary>What was accepted last comes first.</summary>
    Newest,

    /// <summary>What was accepted first comes first.</summary>
    Oldest,

    /// <summary>By status from scheduled to cancelled, the newest of each first.</summary>
    Status,

    /// <summary>By status from cancelled to scheduled, the newest of each first.</summary>
    StatusDown,

    /// <summary>
    /// The least far first, among the newest thousand that fit; then the same of the thousand before them. Progress changes with every
    /// item, so no index can keep it over millions of jobs.
    /// </summary>
    Progress,

    /// <summary>The furthest first, among the newest thousand that fit; then the same of the thousand before them.</summary>
    ProgressDown,
}
