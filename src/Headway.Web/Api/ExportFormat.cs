namespace Headway.Web.Api;

/// <summary>How exported rows are written.</summary>
internal enum ExportFormat
{
    /// <summary>Comma-separated, RFC 4180, with a head; texts a spreadsheet would take for a formula are made harmless.</summary>
    Csv,

    /// <summary>One JSON array.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    Jsonl,
}
