using System.IO.Compression;

namespace Headway.Catalog.Skills;

/// <summary>
/// The skills Headway knows by name: ESCO and the software names of O*NET, see docs/data.md. Immutable; load it once and share it.
/// </summary>
public sealed class SkillLibrary
{
    private readonly Dictionary<string, Skill> _byId;

    private SkillLibrary(IReadOnlyList<Skill> skills, IReadOnlyList<SkillPhrase> phrases)
    {
        Skills = skills;
        _byId = skills.ToDictionary(s => s.Id, StringComparer.Ordinal);
        Index = new SkillIndex(skills, phrases);
    }

    /// <summary>All skills, ESCO before O*NET, each by name; more than 15,000.</summary>
    public IReadOnlyList<Skill> Skills { get; }

    internal SkillIndex Index { get; }

    /// <summary>The skill with this id, or null.</summary>
    public Skill? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads the library embedded in this assembly; some 200 ms of work, nothing is cached.</summary>
    public static SkillLibrary Load()
    {
        using var stream = typeof(SkillLibrary).Assembly.GetManifestResourceStream("skills.tsv.gz")
            ?? throw new InvalidOperationException("The skill library is not embedded in this assembly; rebuild Headway.Catalog.");
        return Read(stream);
    }

    /// <summary>Reads gzip-compressed rows of id, kind, flags, name, aliases and description, separated by tabs.</summary>
    internal static SkillLibrary Read(Stream stream)
    {
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var skills = new List<Skill>(24_000);
        var phrases = new List<SkillPhrase>(60_000);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is not [var id, var kind, var flags, var name, var aliases, var description])
                throw new InvalidDataException($"Line {skills.Count + 1} of the skill library does not have six columns; build it again.");
            var others = aliases.Length == 0 ? [] : aliases.Split('|');
            phrases.Add(new SkillPhrase(skills.Count, name, IsName: true, NeedsContext: flags.Contains('w', StringComparison.Ordinal)));
            for (var i = 0; i < others.Length; i++)
            {
                var marked = others[i][0] == '?';
                if (marked) others[i] = others[i][1..];
                phrases.Add(new SkillPhrase(skills.Count, others[i], IsName: false, NeedsContext: marked));
            }
            skills.Add(new Skill { Id = id, Kind = Kind(kind), Name = name, Aliases = others, Description = description });
        }
        return new SkillLibrary(skills, phrases);
    }

    private static SkillKind Kind(string word) => word switch
    {
        "technical" => SkillKind.Technical,
        "soft" => SkillKind.Soft,
        "knowledge" => SkillKind.Knowledge,
        "language" => SkillKind.Language,
        "tool" => SkillKind.Tool,
        _ => throw new InvalidDataException($"The skill library has a kind '{word}' that Headway does not know; build it again."),
    };
}
