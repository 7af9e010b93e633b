namespace Headway.Web.Dashboard.Layout;

/// <summary>A job as the palette lists it.</summary>
/// <param name="Href">Its page, under the base address.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="More">Its type and id.</param>
/// <param name="Status">The word of its status.</param>
/// <param name="Tone">The tone of that word.</param>
public sealed record FoundJob(string Href, string Name, string More, string Status, string Tone);
