using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;

namespace Headway.Schemas;

/// <summary>
/// JSON schemas of configs, inputs and outputs, derived from their types: names, kinds, what is required, enums as words, and the
/// data annotations on them (range, length, pattern, description). One for each type, made when first asked for.
/// </summary>
/// <param name="options">How JSON is read; null for the defaults.</param>
public sealed class JobSchemas(HeadwayOptions? options = null)
{
    private readonly JsonSerializerOptions _json = (options ?? new HeadwayOptions()).Json;
    private readonly ConcurrentDictionary<Type, (JsonElement Schema, SchemaCheck Check)> _known = [];

    /// <summary>The schema of a type, JSON Schema 2020-12.</summary>
    public JsonElement SchemaOf(Type type) => Known(type).Schema;

    /// <summary>Compares JSON with the schema of a type.</summary>
    /// <param name="type">The shape it must have.</param>
    /// <param name="json">What was given.</param>
    /// <param name="at">JSON pointer to it, e.g. <c>/config</c>.</param>
    /// <returns>What does not fit, at most ten fields; empty where all does.</returns>
    public IReadOnlyList<SchemaProblem> Check(Type type, JsonElement json, string at)
    {
        var problems = Known(type).Check.Run(json, at);
        return problems.Count > 0 ? problems : Unreadable(type, json, at);
    }

    /// <summary>What a schema does not say, reading does: a number too large for its type, a converter's own rules.</summary>
    private IReadOnlyList<SchemaProblem> Unreadable(Type type, JsonElement json, string at)
    {
        try
        {
            json.Deserialize(type, _json);
            return [];
        }
        catch (JsonException e)
        {
            var path = (e.Path ?? "$")[1..].Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
            return [new SchemaProblem(at + path.Replace('.', '/'), "has a value that cannot be read; look at the type's schema")];
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InvalidOperationException or FormatException)
        {
            return [new SchemaProblem(at, $"cannot be read: {e.Message.TrimEnd('.')}")];
        }
    }

    private (JsonElement Schema, SchemaCheck Check) Known(Type type) => _known.GetOrAdd(type, static (type, json) =>
    {
        var strict = new JsonSerializerOptions(json)
        {
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        strict.MakeReadOnly(populateMissingResolver: true);
        var exporting = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = SchemaNotes.Add,
        };
        var node = strict.GetJsonSchemaAsNode(type, exporting);
        if (node is JsonObject root)
            root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        var schema = JsonElement.Parse(node.ToJsonString());
        return (schema, new SchemaCheck(schema, strict.PropertyNameCaseInsensitive));
    }, _json);
}
