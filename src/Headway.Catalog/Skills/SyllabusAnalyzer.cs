namespace Headway.Catalog.Skills;

/// <summary>
/// Finds the skills a syllabus teaches or a position asks for, in four stages: structure, identification, grading, validation.
/// Needs no model, no key and no network; the same text and settings give the same report. Safe to share between threads.
/// </summary>
public sealed class SyllabusAnalyzer(SkillLibrary library)
{
    private readonly StructureReader _structure = new(library.Index);
    private readonly SkillIdentifier _identifier = new(library.Index);
    private readonly LevelGrader _grader = new(library.Index);
    private readonly SkillValidator _validator = new(library.Skills);

    /// <summary>Analyses a text; all offsets of the report count its UTF-16 characters.</summary>
    /// <param name="text">What an extractor read from the document; may be empty, which yields an empty report with a warning.</param>
    /// <param name="settings">Thresholds and switches.</param>
    /// <param name="told">What the caller knows already; beats what the text says. Null for nothing.</param>
    public SkillReport Analyze(string text, SkillSettings settings, SyllabusMetadata? told = null)
    {
        var structure = _structure.Read(text);
        var mentions = _identifier.Identify(structure, settings);
        var levels = _grader.Grade(structure, mentions);
        var skills = _validator.Validate(structure, mentions, levels, settings);
        return new SkillReport
        {
            Course = (told ?? new SyllabusMetadata()).Over(structure.Metadata),
            Sections = structure.Sections,
            Outcomes = structure.Outcomes,
            Skills = skills,
            Warnings = Warnings(structure, skills),
        };
    }

    private static IReadOnlyList<string> Warnings(DocumentStructure structure, IReadOnlyList<ReportedSkill> skills)
    {
        if (skills.Count > 0) return [];
        return [structure.Sentences.Count == 0
            ? "No skills found: the document has no readable text. Check that its text can be selected, not only seen."
            : "No skills found: the text names none the library knows, or only in policies. Check that this is the right document."];
    }
}
