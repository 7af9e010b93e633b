namespace Headway.Catalog.Skills;

/// <summary>
/// Stage 2: finds library names in the sentences, skills whose words stand apart, and activities that imply one.
/// A model-backed lane would be a second source of the same mentions; the stages after it need not know.
/// </summary>
internal sealed class SkillIdentifier(SkillIndex index)
{
    /// <summary>Every mention, sentence by sentence.</summary>
    public List<SkillMention> Identify(DocumentStructure structure, SkillSettings settings)
    {
        var run = new Run(index, structure, settings);
        for (var i = 0; i < structure.Sentences.Count; i++) run.Read(i);
        return run.Mentions;
    }

    private static bool IsRead(SectionKind section) =>
        section is not (SectionKind.Policy or SectionKind.Contact or SectionKind.Textbooks);

    /// <summary>The scratch space of one analysis.</summary>
    private sealed class Run
    {
        private readonly SkillIndex _index;
        private readonly DocumentStructure _structure;
        private readonly SkillSettings _settings;
        private readonly List<Token> _tokens = new(64);
        private readonly List<(NameMatch Match, int At, int Length)> _named = [];
        private readonly int[] _seenAt;
        private readonly Action<int, int, int> _onLoose;
        private int _sentence;

        public Run(SkillIndex index, DocumentStructure structure, SkillSettings settings)
        {
            (_index, _structure, _settings) = (index, structure, settings);
            _seenAt = new int[index.Words.Count];
            _onLoose = AddLoose;
        }

        public List<SkillMention> Mentions { get; } = [];

        public void Read(int sentence)
        {
            var span = _structure.Sentences[sentence];
            if (!IsRead(span.Section)) return;
            _sentence = sentence;
            _tokens.Clear();
            Tokenizer.Read(_structure.Text, span.Start, span.End, _index.Words, _tokens);
            if (_tokens.Count == 0 || IsBoilerplate(span.Section)) return;
            FindNames();
            if (_settings.IncludeImplied)
            {
                _index.Loose.Search(_structure.Text, _tokens, _seenAt, _onLoose);
                FindCues();
            }
        }

        private bool IsBoilerplate(SectionKind section)
        {
            if (section is SectionKind.Outcomes) return false;
            foreach (var token in _tokens)
                if (_index.Traits(token.Word).HasFlag(WordTraits.Boilerplate)) return true;
            return false;
        }

        private void FindNames()
        {
            _named.Clear();
            var (tools, languages) = (0, 0);
            for (var at = 0; at < _tokens.Count; at++)
            {
                var traits = _index.Traits(_tokens[at].Word);
                if (traits.HasFlag(WordTraits.Tool)) tools++;
                if (traits.HasFlag(WordTraits.Language)) languages++;
                if (BestAt(at, out var length) is not { } match) continue;
                _named.Add((match, at, length));
                if (!match.NeedsContext && _index.Skills[match.Skill].Kind == SkillKind.Tool) tools++;
                at += length - 1;
            }
            foreach (var (match, at, length) in _named)
            {
                if (!match.NeedsContext || Speaks(match, at, length, tools, languages))
                    Add(match.Skill, at, at + length - 1, EvidenceKind.Explicit);
            }
        }

        /// <summary>Whether the sentence speaks of tools or languages; a capital at its start says nothing of a name.</summary>
        private bool Speaks(NameMatch match, int at, int length, int tools, int languages) =>
            _index.Skills[match.Skill].Kind == SkillKind.Language ? languages > 0 : tools > 0 && (at > 0 || length > 1);

        private NameMatch? BestAt(int at, out int length)
        {
            length = _tokens.Count - at;
            while (length > 0)
            {
                if (_tokens[at].Word == 0 || _index.Names.Longest(_tokens, at, ref length) is not { } matches) return null;
                foreach (var match in matches)
                    if (match.Fits(_structure.Text, _tokens, at, length)) return match;
                length--;
            }
            return null;
        }

        private void AddLoose(int skill, int first, int last)
        {
            foreach (var (_, at, length) in _named)
                if (first >= at && last < at + length) return;      // inside a name that says it better
            Add(skill, first, last, EvidenceKind.Implied);
        }

        private void FindCues()
        {
            for (var at = 0; at < _tokens.Count; at++)
            {
                if (_tokens[at].Word == 0 || _index.Cues.At(_tokens, at, out var length) is not { } skill) continue;
                Add(skill, at, at + length - 1, EvidenceKind.Implied);
                at += length - 1;
            }
        }

        private void Add(int skill, int first, int last, EvidenceKind kind)
        {
            if (IsPlaceholder(_tokens[first].Start)) return;
            Mentions.Add(new SkillMention(skill, _sentence, _tokens[first].Start, _tokens[last].End, kind));
        }

        /// <summary>"[Insert course title]": words a template asks for, in square brackets of the same sentence.</summary>
        private bool IsPlaceholder(int at)
        {
            var span = _structure.Sentences[_sentence];
            var before = _structure.Text.AsSpan(span.Start, at - span.Start);
            var open = before.LastIndexOf('[');
            return open >= 0 && before[open..].IndexOf(']') < 0;
        }
    }
}
