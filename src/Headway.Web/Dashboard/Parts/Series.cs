namespace Headway.Web.Dashboard.Parts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What its values are, as said after the value: <c>succeeded</c>.</param>
/// <param name="Tone">Colour by the name of its class: <c>ok</c>, <c>bad</c>, <c>run</c>, <c>warn</c>, <c>accent</c> or
/// <c>before</c>.</param>
/// <param name="Values">One a point; not a number where there is none, which leaves a gap.</param>
/// <param name="Unit">Empty for counts, <c>s</c> for seconds, <c>%</c>, or a word that is said after the value.</param>
public sealed record Series(string Name, string Tone, IReadOnlyList<double> Values, string Unit = "");
