namespace Headway.Catalog.Skills;

/// <summary>
/// Lists the learning outcomes: items under their heading, sentences there that begin with one of Bloom's verbs, and promises
/// ("students will be able to") elsewhere.
/// </summary>
internal sealed class OutcomeReader(SkillIndex index)
{
    private readonly int _able = index.Words.Find("able");
    private readonly int _student = index.Words.Find("students");
    private readonly int _to = index.Words.Find("to");

    public List<LearningOutcome> Read(string text, IReadOnlyList<TextBlock> blocks)
    {
        var outcomes = new List<LearningOutcome>();
        var sentences = new List<Sentence>();
        var tokens = new List<Token>();
        foreach (var block in blocks)
        {
            if (block.Section is SectionKind.Policy or SectionKind.Contact or SectionKind.Textbooks) continue;
            if (block.Section == SectionKind.Outcomes && block.IsItem)
            {
                if (text[block.End - 1] != ':' && IsSubstantial(text, block.Start, block.End, tokens))
                    outcomes.Add(Outcome(text, block.Start, block.End));
                continue;
            }
            sentences.Clear();
            SentenceReader.Read(text, block, sentences);
            foreach (var sentence in sentences)
                if (IsOutcome(text, sentence, tokens)) outcomes.Add(Outcome(text, sentence.Start, sentence.End));
        }
        return outcomes;
    }

    private bool IsOutcome(string text, Sentence sentence, List<Token> tokens)
    {
        if (sentence.Section != SectionKind.Outcomes && !Promises(text.AsSpan(sentence.Start, sentence.End - sentence.Start))) return false;
        if (text[sentence.End - 1] is ':' or '?' || !IsSubstantial(text, sentence.Start, sentence.End, tokens)) return false;
        if (sentence.Section == SectionKind.Outcomes)
        {
            var first = tokens[0].Word == _to ? 1 : 0;
            if (index.Levels.IsVerb(tokens[first].Word) && !IsGerund(text, tokens[first])) return true;
        }
        var able = tokens.FindIndex(t => t.Word == _able);
        return able > 0 && able + 1 < tokens.Count && tokens[able + 1].Word == _to && tokens.Take(able).Any(t => t.Word == _student)
            && text.AsSpan(tokens[able - 1].Start, tokens[able - 1].End - tokens[able - 1].Start) is "be";
    }

    private static bool Promises(ReadOnlySpan<char> sentence) => sentence.Contains("able", StringComparison.OrdinalIgnoreCase);

    private bool IsSubstantial(string text, int start, int end, List<Token> tokens)
    {
        tokens.Clear();
        Tokenizer.Read(text, start, end, index.Words, tokens);
        return tokens.Count >= 3 && tokens[^1].Word != _to && text[start] != '[';
    }

    private static bool IsGerund(string text, Token token) => text.AsSpan(token.Start, token.End - token.Start).EndsWith("ing");

    private static LearningOutcome Outcome(string text, int start, int end) => new() { Text = text[start..end], Start = start, End = end };
}
