using System.Text.Json;

namespace Headway.Web.Dashboard.Skills;

/// <summary>
/// What an analysis of a document found, read from an item's output. The job types are another assembly's, which this one cannot see,
/// so the output is read as the JSON it is: what is missing or of another shape is left out, never an error.
/// </summary>
/// <param name="Course">What is known of the course, by label, in the order shown; may be empty.</param>
/// <param name="Outcomes">Learning outcomes in the order of the text.</param>
/// <param name="Skills">Skills in the order of the output: best first.</param>
/// <param name="Warnings">Sentences for a person.</param>
public sealed record SkillOutput(
    IReadOnlyList<(string Label, string Value)> Course,
    IReadOnlyList<string> Outcomes,
    IReadOnlyList<FoundSkill> Skills,
    IReadOnlyList<string> Warnings)
{
    private static readonly (string Label, string Member)[] CourseMembers =
    [
        ("Title", "title"), ("Code", "course_code"), ("Section", "section_name"), ("Term", "term"), ("Credits", "credits"),
        ("Instructor", "instructor"), ("Description", "description"),
    ];

    /// <summary>Reads an output.</summary>
    /// <returns>Null where it is no analysis: not JSON, or without a list of skills.</returns>
    public static SkillOutput? Read(string? output)
    {
        if (output is null)
            return null;
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = Member(document.RootElement, "report") ?? document.RootElement;
            return Member(root, "skills") is { ValueKind: JsonValueKind.Array } skills ? Read(root, skills) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SkillOutput Read(JsonElement root, JsonElement skills) => new(
        [.. CourseOf(Member(root, "course")), .. DocumentOf(Member(root, "document"))],
        [.. List(root, "outcomes").Select(one => Text(one) ?? Text(one, "text")).OfType<string>()],
        [.. skills.EnumerateArray().Select(Skill).OfType<FoundSkill>()],
        [.. List(root, "warnings").Select(Text).OfType<string>()]);

    private static List<(string, string)> CourseOf(JsonElement? course) => course is not { } given ? [] :
    [
        .. CourseMembers.Select(member => (member.Label, Value: Text(given, member.Member)))
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).Select(pair => (pair.Label, pair.Value!)),
    ];

    private static IEnumerable<(string, string)> DocumentOf(JsonElement? document)
    {
        if (document is not { } read || Text(read, "kind") is not { } kind)
            yield break;
        var pages = Number(read, "pages") is { } count ? $", {count} {(count == 1 ? "page" : "pages")}" : "";
        yield return ("Document", kind.ToUpperInvariant() + pages);
    }

    private static FoundSkill? Skill(JsonElement skill) => Text(skill, "name") is not { } name ? null : new FoundSkill(
        name, Text(skill, "type"), (int)(Number(skill, "level") ?? 0), Text(skill, "level_name"), Number(skill, "confidence"),
        Text(skill, "kind") == "implied", (int)(Number(skill, "mentions") ?? 1),
        [.. List(skill, "evidence").Select(piece => Text(piece) ?? Text(piece, "quote")).OfType<string>()]);

    private static JsonElement.ArrayEnumerator List(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement owner, string name) => Member(owner, name) is { } member ? Text(member) : null;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static double? Number(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;
}
