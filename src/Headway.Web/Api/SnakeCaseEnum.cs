using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headway.Web.Api;

/// <summary>Writes an enum as its word in snake_case; numbers are not taken.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
