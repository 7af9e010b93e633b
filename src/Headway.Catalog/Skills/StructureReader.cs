namespace Headway.Catalog.Skills;

/// <summary>Stage 1: labels the parts of a text, cuts it into sentences, lists its outcomes and reads who teaches what and when.</summary>
internal sealed class StructureReader(SkillIndex index)
{
    private readonly OutcomeReader _outcomes = new(index);

    public DocumentStructure Read(string text)
    {
        var (sections, blocks, lines) = new BlockReader(text).Read();
        var sentences = new List<Sentence>();
        foreach (var block in blocks) SentenceReader.Read(text, block, sentences);
        return new DocumentStructure
        {
            Text = text,
            Metadata = MetadataReader.Read(text, lines),
            Sections = sections,
            Sentences = sentences,
            Outcomes = _outcomes.Read(text, blocks),
        };
    }
}
