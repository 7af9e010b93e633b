using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headway;

/// <summary>What all parts of the engine share.</summary>
public sealed record HeadwayOptions
{
    /// <summary>
    /// How configs, inputs and outputs are read and written. Default: snake_case, enums as words, unknown members ignored.
    /// </summary>
    public JsonSerializerOptions Json { get; init; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Largest output of an item, as JSON, in bytes. Default 1 MB.</summary>
    public int MaxOutputBytes
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "must be above zero");
    } = 1024 * 1024;
}
