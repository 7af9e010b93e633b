using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>One thing that somebody should look at, and the one click that deals with it.</summary>
/// <param name="Key">Says what and of whom, so that a list keeps its rows: <c>stuck:job_…</c>.</param>
/// <param name="Tone"><c>bad</c> or <c>warn</c>.</param>
/// <param name="Title">What is.</param>
/// <param name="More">Since when or how much, and what it means.</param>
/// <param name="Href">Where to see it.</param>
/// <param name="Look">What the link says.</param>
public sealed record Attention(string Key, string Tone, string Title, string More, string Href, string Look)
{
    /// <summary>The hold to lift; null where that is not what helps.</summary>
    public Hold? Lift { get; init; }

    /// <summary>The job whose failed items get another life; null where that is not what helps.</summary>
    public JobId? Retry { get; init; }
}
