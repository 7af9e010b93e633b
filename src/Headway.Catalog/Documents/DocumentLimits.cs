namespace Headway.Catalog.Documents;

/// <summary>How large an uploaded file may be: one table, by job type and format.</summary>
public static class DocumentLimits
{
    /// <summary>10 MB, unless a row below says otherwise.</summary>
    public const long Default = 10L << 20;

    /// <summary>25 MB, a PDF given to a syllabus job.</summary>
    public const long SyllabusPdf = 25L << 20;

    /// <summary>Bytes a file of this name may have in a job of this type.</summary>
    public static long For(string jobType, string fileName) =>
        jobType == "skills.syllabus" && fileName.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) ? SyllabusPdf : Default;
}
