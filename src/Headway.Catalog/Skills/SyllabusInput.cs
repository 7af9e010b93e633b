using Headway.Catalog.Documents;

namespace Headway.Catalog.Skills;

/// <summary>Input of one syllabus: its file, and what the submitter knows of the course.</summary>
public sealed record SyllabusInput : DocumentInput
{
    /// <summary>Beats what the document says; null for nothing.</summary>
    public SyllabusMetadata? Metadata { get; init; }
}
