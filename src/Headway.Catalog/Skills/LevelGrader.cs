namespace Headway.Catalog.Skills;

/// <summary>Stage 3: a level for each sentence that shows a skill, from its strongest verb.</summary>
internal sealed class LevelGrader(SkillIndex index)
{
    /// <summary>Sentence number to level 1–4, for the sentences of the mentions only.</summary>
    public Dictionary<int, int> Grade(DocumentStructure structure, List<SkillMention> mentions)
    {
        var levels = new Dictionary<int, int>();
        var tokens = new List<Token>(64);
        foreach (var mention in mentions)
        {
            if (levels.ContainsKey(mention.Sentence)) continue;
            var sentence = structure.Sentences[mention.Sentence];
            tokens.Clear();
            Tokenizer.Read(structure.Text, sentence.Start, sentence.End, index.Words, tokens);
            levels.Add(mention.Sentence, index.Levels.Grade(structure.Text, tokens));
        }
        return levels;
    }
}
