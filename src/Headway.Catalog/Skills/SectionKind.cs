namespace Headway.Catalog.Skills;

/// <summary>What a part of a document is about.</summary>
public enum SectionKind
{
    /// <summary>Anything without a better name, and all text before the first heading.</summary>
    Other,

    /// <summary>What the course or the position is.</summary>
    Description,

    /// <summary>What a student is to learn: objectives, outcomes, goals, competencies.</summary>
    Outcomes,

    /// <summary>What one must bring along: prerequisites of a course, requirements of a position.</summary>
    Requirements,

    /// <summary>Assignments, exams and how they are graded.</summary>
    Assignments,

    /// <summary>Topics by week.</summary>
    Schedule,

    /// <summary>Books, readings and materials.</summary>
    Textbooks,

    /// <summary>What the holder of a position does.</summary>
    Responsibilities,

    /// <summary>What the holder of a position can and knows.</summary>
    Qualifications,

    /// <summary>Who teaches, where and when.</summary>
    Contact,

    /// <summary>Boilerplate, never read for skills: integrity, disability services, emergencies, grading scales, how to apply.</summary>
    Policy,
}
