namespace Headway.Catalog.Skills;

/// <summary>Activities that call for a skill nobody names: a group project implies working in teams.</summary>
internal sealed class ImpliedCues
{
    private static readonly (string Skill, string[] Activities)[] Table =
    [
        ("work in teams", ["group project", "team project", "group work", "group activity", "group assignment", "team assignment",
            "group exercise", "small group", "team members", "work in groups", "working groups", "cross-functional teams",
            "distributed team"]),
        ("conduct public presentations", ["oral presentation", "class presentation", "group presentation", "final presentation",
            "project presentation", "present your findings", "presentations to", "present findings", "poster session"]),
        ("Speaking", ["class discussion", "participation in discussion", "participate in class", "seminar discussion", "debate"]),
        ("Writing", ["essay", "written assignment", "writing assignment", "short paper", "response paper", "reflection paper", "term paper",
            "final paper", "policy memo", "written communication", "written report", "annotated bibliography"]),
        ("write research proposals", ["research proposal", "project proposal"]),
        ("conduct literature research", ["literature review", "literature search", "review of the literature"]),
        ("write work-related reports", ["lab report", "laboratory report", "technical report", "project report", "final report"]),
        ("Reading Comprehension", ["assigned readings", "weekly reading", "reading response", "close reading"]),
        ("think critically", ["critical analysis", "critical reflection", "critically analyze", "critically evaluate",
            "critically examine"]),
        ("solve problems", ["problem set", "homework problems", "case study", "case studies"]),
        ("computer programming", ["programming assignment", "coding assignment", "code review", "write code", "coding exercise"]),
        ("give constructive feedback", ["peer review", "peer feedback", "peer evaluation"]),
        ("work independently", ["independent study", "independent project", "self-directed", "self-starter"]),
        ("cooperate with colleagues", ["work closely with", "collaborate with", "close collaboration"]),
        ("manage schedule of tasks", ["competing priorities", "tight deadlines", "multiple projects", "multiple tasks"]),
    ];

    private readonly PhraseTrie<int> _activities = new(256);

    public ImpliedCues(WordTable words, IReadOnlyList<Skill> skills)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < skills.Count; i++) numbers.TryAdd(skills[i].Name, i);
        foreach (var (name, activities) in Table)
        {
            if (!numbers.TryGetValue(name, out var skill)) continue;        // a library built for a test may be small
            foreach (var activity in activities) _activities.Add([.. activity.Split(' ', '-').Select(w => words.Add(w))], skill);
        }
    }

    /// <summary>Names the table points to, for the test that the shipped library knows them all.</summary>
    public static IEnumerable<string> SkillNames => Table.Select(row => row.Skill);

    /// <summary>The skill an activity starting at this token implies, or null; <paramref name="length"/> tokens long.</summary>
    public int? At(List<Token> tokens, int at, out int length)
    {
        length = tokens.Count - at;
        return _activities.Longest(tokens, at, ref length) is { } skills ? skills[0] : null;
    }
}
