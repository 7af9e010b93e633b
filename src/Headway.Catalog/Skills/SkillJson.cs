using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headway.Catalog.Skills;

/// <summary>Wire names of reports and settings: snake_case members, snake_case enum words, nulls left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SnakeCaseEnum<SkillKind>), typeof(SnakeCaseEnum<SectionKind>), typeof(SnakeCaseEnum<EvidenceKind>)])]
[JsonSerializable(typeof(SkillReport))]
[JsonSerializable(typeof(SkillSettings))]
[JsonSerializable(typeof(SyllabusMetadata))]
public sealed partial class SkillJson : JsonSerializerContext;

internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
