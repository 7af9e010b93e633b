using Headway.Handlers;
using Headway.Model;

namespace Headway.Catalog.Documents;

/// <summary>One way a document can fail: a stable code, a sentence, what to do, and whether trying again can help.</summary>
/// <param name="Code">Stable word.</param>
/// <param name="Message">What happened.</param>
/// <param name="Hint">What a person can do.</param>
/// <param name="Retries">Further attempts that make sense: 0 for what will fail the same way, 1 for time and memory, null for the type's
/// own policy.</param>
public sealed record DocumentFault(string Code, string Message, string Hint, int? Retries)
{
    /// <summary>A password is needed.</summary>
    public static readonly DocumentFault Encrypted = new(
        "encrypted", "The file is password-protected.", "Save a copy without a password and upload that.", 0);

    /// <summary>The bytes are not what the format asks for.</summary>
    public static readonly DocumentFault Corrupt = new(
        "corrupt", "The file is damaged or incomplete and cannot be read.",
            "Open it in its own program, save it anew and upload the new file.", 0);

    /// <summary>A format that is not read.</summary>
    public static readonly DocumentFault UnsupportedType = new(
        "unsupported_type", "Files of this type are not read.", "Save the document as PDF, DOCX, DOC, HTML, TXT or MD and upload that.", 0);

    /// <summary>More bytes than allowed.</summary>
    public static readonly DocumentFault TooLarge = new(
        "too_large", "The file, or the text in it, is larger than the limit.", "Split the document, or remove pictures and attachments.",
            0);

    /// <summary>A package with too many entries.</summary>
    public static readonly DocumentFault TooManyParts = new(
        "too_many_parts", "The file is a package of too many parts.", "Save the document anew, without embedded objects.", 0);

    /// <summary>A package that unpacks to far more than it weighs.</summary>
    public static readonly DocumentFault Bomb = new(
        "bomb", "The file unpacks to far more than a document would.", "Save the document anew; if it still fails, send it as PDF.", 0);

    /// <summary>Nested beyond what documents are.</summary>
    public static readonly DocumentFault TooDeep = new(
        "too_deep", "The file is nested more deeply than a document would be.", "Copy the text into a new document and upload that.", 0);

    /// <summary>Reading took too long.</summary>
    public static readonly DocumentFault Timeout = new(
        "timeout", "Reading the file took too long and was stopped.", "Split the document into smaller ones, or save it anew as PDF.", 1);

    /// <summary>Reading took too much memory.</summary>
    public static readonly DocumentFault Memory = new(
        "memory", "Reading the file took more memory than allowed and was stopped.",
            "Split the document into smaller ones, or reduce its pictures.", 1);

    /// <summary>There is no text in it.</summary>
    public static readonly DocumentFault NoText = new(
        "no_text", "The file holds no text that can be selected.",
            "If it is a scan, run text recognition on it first; if it is empty, upload the right file.", 0);

    /// <summary>The parser died of it.</summary>
    public static readonly DocumentFault ParserCrash = new(
        "parser_crash", "The file made the reader fail; nothing else was harmed.",
            "Save the document anew, or as another format, and upload that.", 0);

    /// <summary>It holds what is not allowed.</summary>
    public static readonly DocumentFault DisallowedContent = new(
        "disallowed_content", "The file refers to content outside itself in a way that is not allowed.",
            "Save the document anew without external references.", 0);

    /// <summary>The disk or a pipe failed.</summary>
    public static readonly DocumentFault Io = new(
        "io", "The file could not be read from or written to the disk.",
            "Nothing is wrong with the file: it is tried again. Check the disk if it keeps failing.", null);

    /// <summary>Something else broke, on our side.</summary>
    public static readonly DocumentFault Internal = new(
        "internal", "The reader could not be run.",
            "Nothing is wrong with the file: it is tried again. Run `headway doctor` if it keeps failing.", null);

    /// <summary>The stored file is gone.</summary>
    public static readonly DocumentFault MissingFile = new(
        "missing_file", "The uploaded file is no longer in the file store.", "Upload it again.", 0);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DocumentFault> All { get; } =
    [
        Encrypted, Corrupt, UnsupportedType, TooLarge, TooManyParts, Bomb, TooDeep, Timeout, Memory, NoText, ParserCrash,
        DisallowedContent, Io, Internal, MissingFile,
    ];

    /// <summary>The one of a code; <see cref="Internal"/> where there is none.</summary>
    public static DocumentFault Of(string code) => All.FirstOrDefault(fault => fault.Code == code) ?? Internal;

    /// <summary>The fault of an attempt that met this.</summary>
    /// <param name="attempt">1-based number of that attempt: past the retries that make sense, the fault is permanent.</param>
    /// <param name="detail">For engineers; may be null.</param>
    public FaultException ToException(int attempt, string? detail = null) => new(new Fault
    {
        Class = Retries is { } retries && attempt > retries ? FaultClass.Permanent : FaultClass.Transient,
        Code = Code,
        Message = Message,
        Hint = Hint,
        Detail = detail,
    });
}
