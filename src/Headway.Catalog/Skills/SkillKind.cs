namespace Headway.Catalog.Skills;

/// <summary>What sort of ability a skill is; <see cref="Soft"/> against all others is the split most screens show.</summary>
public enum SkillKind
{
    /// <summary>Doing something of a trade: "operate agricultural machinery".</summary>
    Technical,

    /// <summary>Of use in every trade: "work in teams". ESCO transversal skills and the basic and social skills of O*NET.</summary>
    Soft,

    /// <summary>Knowing a field: "criminology".</summary>
    Knowledge,

    /// <summary>Speaking, writing or understanding a language.</summary>
    Language,

    /// <summary>A named product or programming language: "QGIS", "Python".</summary>
    Tool,
}
