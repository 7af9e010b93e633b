using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headway.Catalog.Documents;

/// <summary>What a parser child says: a text, or a fault.</summary>
internal sealed record ParserAnswer
{
    public DocumentText? Text { get; init; }

    /// <summary>Code of a <see cref="DocumentFault"/>; null where there is a text.</summary>
    public string? Fault { get; init; }

    public string? Detail { get; init; }

    /// <summary>CPU time of the child up to its answer, µs.</summary>
    public long CpuMicroseconds { get; init; }

    /// <summary>Its greatest resident memory, bytes.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>Walls the child stood in, in the words of <see cref="ProtectionLevel"/>.</summary>
    public string? Protection { get; init; }
}

/// <summary>How the answer is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ParserAnswer))]
internal sealed partial class ParserJson : JsonSerializerContext
{
    /// <summary>As declared, but letters of other scripts stay letters: as escapes they would spend the answer's limit.</summary>
    public static ParserJson Wire => field ??= Relaxed();

    private static ParserJson Relaxed() =>
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
