using System.Collections.Frozen;

namespace Headway.Catalog.Skills;

/// <summary>Bloom's verbs by level, and the adjectives postings use where a sentence has no such verb.</summary>
internal sealed class LevelVerbs(WordTable words)
{
    private readonly FrozenDictionary<int, int> _verbs = Build(words, [
        "define identify describe list name recall recognize state label recite memorize locate know remember understand outline display",
        "apply use explain summarize discuss interpret demonstrate illustrate classify paraphrase practice calculate solve perform "
            + "participate operate show compute conduct complete prepare relate employ execute carry",
        "analyze design implement compare contrast examine differentiate develop organize investigate test model plan integrate "
            + "distinguish diagnose debug optimize construct manage build write research derive deconstruct contribute deliver maintain",
        "evaluate create lead assess critique justify synthesize formulate defend judge compose invent direct mentor architect "
            + "recommend produce generate oversee supervise drive champion teach"]);

    private readonly FrozenDictionary<int, int> _adjectives = Build(words, [
        "basic introductory familiarity familiar awareness fundamental fundamentals introduction overview exposure",
        "good working understanding knowledge ability intermediate",
        "strong solid proficient proficiency experience experienced demonstrated proven excellent fluent",
        "expert expertise advanced deep mastery extensive exceptional"]);

    private readonly FrozenSet<int> _beforeVerb = (
        "to will can must should shall and or by able you we students student learners graduates they who also then not")
        .Split(' ').Select(w => words.Add(w)).ToFrozenSet();

    /// <summary>The level of the strongest verb that stands where a verb can; where that is 1 or none, of an adjective; else 1.</summary>
    public int Grade(string text, List<Token> tokens)
    {
        var (verb, adjective) = (0, 0);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (_verbs.TryGetValue(tokens[i].Word, out var level) && level > verb && StandsAsVerb(text, tokens, i)) verb = level;
            if (_adjectives.TryGetValue(tokens[i].Word, out level)) adjective = Math.Max(adjective, level);
        }
        return verb > 1 ? verb : Math.Max(adjective, 1);
    }

    /// <summary>Whether a word is one of Bloom's verbs.</summary>
    public bool IsVerb(int word) => _verbs.ContainsKey(word);

    private bool StandsAsVerb(string text, List<Token> tokens, int i)
    {
        var word = text.AsSpan(tokens[i].Start, tokens[i].End - tokens[i].Start);
        if (i == 0) return true;
        if (word.EndsWith("ing", StringComparison.OrdinalIgnoreCase)) return true;
        var before = tokens[i - 1];
        if (text.AsSpan(before.End, tokens[i].Start - before.End).ContainsAny(",;:•")) return true;
        if (text.AsSpan(before.Start, before.End - before.Start).EndsWith("ly", StringComparison.OrdinalIgnoreCase)) return true;
        return _beforeVerb.Contains(before.Word);
    }

    private static FrozenDictionary<int, int> Build(WordTable words, string[] levels)
    {
        var map = new Dictionary<int, int>();
        for (var level = 1; level <= levels.Length; level++)
            foreach (var word in levels[level - 1].Split(' ')) map[words.Add(word)] = level;
        return map.ToFrozenDictionary();
    }
}
