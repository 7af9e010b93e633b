namespace Headway.Catalog.Skills;

/// <summary>What is known of a course or position; every member null where neither the caller nor the text says it.</summary>
public sealed record SyllabusMetadata
{
    /// <summary>Course or position title.</summary>
    public string? Title { get; init; }

    /// <summary>Subject and number: <c>POSC 320</c>.</summary>
    public string? CourseCode { get; init; }

    /// <summary>Name of the first person who teaches, titles kept.</summary>
    public string? Instructor { get; init; }

    /// <summary>Season and year: <c>Fall 2021</c>.</summary>
    public string? Term { get; init; }

    /// <summary>Credits or units.</summary>
    public decimal? Credits { get; init; }

    /// <summary>Only from the caller.</summary>
    public string? Description { get; init; }

    /// <summary>Only from the caller.</summary>
    public string? SectionName { get; init; }

    /// <summary>Only from the caller.</summary>
    public string? SectionDescription { get; init; }

    /// <summary>What the caller says wins, member by member; blank strings say nothing.</summary>
    internal SyllabusMetadata Over(SyllabusMetadata read) => new()
    {
        Title = Pick(Title, read.Title),
        CourseCode = Pick(CourseCode, read.CourseCode),
        Instructor = Pick(Instructor, read.Instructor),
        Term = Pick(Term, read.Term),
        Credits = Credits ?? read.Credits,
        Description = Pick(Description, read.Description),
        SectionName = Pick(SectionName, read.SectionName),
        SectionDescription = Pick(SectionDescription, read.SectionDescription),
    };

    private static string? Pick(string? told, string? read) => string.IsNullOrWhiteSpace(told) ? read : told;
}
