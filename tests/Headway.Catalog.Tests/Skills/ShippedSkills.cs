using Headway.Catalog.Skills;

namespace Headway.Catalog.Tests.Skills;

/// <summary>The shipped library, read once for all tests of this folder.</summary>
public sealed class ShippedSkills
{
    public SkillLibrary Library { get; } = SkillLibrary.Load();

    public SyllabusAnalyzer Analyzer => field ??= new SyllabusAnalyzer(Library);

    public SkillReport Analyze(string text, SkillSettings? settings = null, SyllabusMetadata? told = null) =>
        Analyzer.Analyze(text.ReplaceLineEndings("\n"), settings ?? new SkillSettings(), told);
}
