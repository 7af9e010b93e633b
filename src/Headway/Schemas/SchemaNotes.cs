using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;

namespace Headway.Schemas;

/// <summary>Puts what attributes say into a schema; the exporter reads only the shapes.</summary>
internal static class SchemaNotes
{
    /// <summary>Adds the notes of one node.</summary>
    public static JsonNode Add(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is JsonObject shape)
            LetNullableBeLeftOut(context, shape);
        var attributes = AttributesOf(context);
        if (attributes.Count == 0)
            return schema;
        var node = schema as JsonObject ?? []; // 'anything' is written as true
        foreach (var attribute in attributes)
            Add(node, attribute);
        return node.Count > 0 ? node : schema;
    }

    /// <summary>A constructor's parameter that may be null may be missing too: that is how configs are read.</summary>
    private static void LetNullableBeLeftOut(JsonSchemaExporterContext context, JsonObject shape)
    {
        if (shape["required"] is not JsonArray required)
            return;
        foreach (var property in context.TypeInfo.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: true } && !IsSaidRequired(property.AttributeProvider)
                && required.FirstOrDefault(name => name?.GetValue<string>() == property.Name) is { } listed)
                required.Remove(listed);
        }

        if (required.Count == 0)
            shape.Remove("required");
    }

    private static bool IsSaidRequired(ICustomAttributeProvider? member) => member is not null
        && (member.IsDefined(typeof(RequiredMemberAttribute), inherit: true)
            || member.IsDefined(typeof(JsonRequiredAttribute), inherit: true));

    private static List<object> AttributesOf(JsonSchemaExporterContext context)
    {
        IEnumerable<ICustomAttributeProvider?> places = context.PropertyInfo is { } property
            ? [property.AttributeProvider, property.AssociatedParameter?.AttributeProvider]
            : [context.TypeInfo.Type];
        return [.. places.OfType<ICustomAttributeProvider>().SelectMany(place => place.GetCustomAttributes(inherit: true))];
    }

    private static void Add(JsonObject node, object attribute)
    {
        switch (attribute)
        {
            case DescriptionAttribute text:
                node["description"] = text.Description;
                break;
            case DisplayAttribute { Name: { } title }:
                node["title"] = title;
                break;
            case RangeAttribute range:
                node["minimum"] = Number(range.Minimum);
                node["maximum"] = Number(range.Maximum);
                break;
            case StringLengthAttribute length:
                (node["minLength"], node["maxLength"]) = (length.MinimumLength, length.MaximumLength);
                break;
            case LengthAttribute length:
                Lengths(node, length.MinimumLength, length.MaximumLength);
                break;
            case MinLengthAttribute least:
                Lengths(node, least.Length, null);
                break;
            case MaxLengthAttribute most:
                Lengths(node, null, most.Length);
                break;
            case RegularExpressionAttribute pattern:
                node["pattern"] = $"^(?:{pattern.Pattern})$";
                break;
            case RequiredAttribute { AllowEmptyStrings: false } when IsText(node) && node["minLength"] is null:
                node["minLength"] = 1;
                break;
            case DefaultValueAttribute { Value: { } value } when value is string or bool or int or long or double:
                node["default"] = JsonValue.Create(value);
                break;
        }
    }

    private static void Lengths(JsonObject node, int? least, int? most)
    {
        var of = node["items"] is not null ? "Items" : "Length";
        if (least is { } low)
            node[$"min{of}"] = low;
        if (most is { } high and >= 0)
            node[$"max{of}"] = high;
    }

    private static bool IsText(JsonObject node) =>
        node["type"] is JsonValue type ? type.GetValue<string>() == "string"
            : node["type"] is JsonArray types && types.Any(type => type?.GetValue<string>() == "string");

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
