using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Headway.Schemas;

/// <summary>
/// Compares JSON with a schema that <see cref="JobSchemas"/> made, in words for the person who wrote it. It knows the keywords those
/// schemas use, and no others.
/// </summary>
internal sealed class SchemaCheck(JsonElement schema, bool anyCase)
{
    private const int Most = 10;
    private const int Deepest = 64;
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);

    /// <summary>What does not fit.</summary>
    public IReadOnlyList<SchemaProblem> Run(JsonElement json, string at)
    {
        var found = new List<SchemaProblem>();
        Check(schema, json, at, found, 0);
        return found;
    }

    private void Check(JsonElement rule, JsonElement json, string at, List<SchemaProblem> found, int depth)
    {
        if (found.Count >= Most || rule.ValueKind != JsonValueKind.Object || depth > Deepest)
            return;
        if (rule.TryGetProperty("$ref", out var reference))
        {
            Check(Resolve(reference.GetString()!), json, at, found, depth + 1);
            return;
        }

        if (rule.TryGetProperty("type", out var type) && !Kinds(type).Any(kind => Is(json, kind)))
        {
            found.Add(new SchemaProblem(at, $"must be {Words(Kinds(type))}, not {Word(json)}"));
            return;
        }

        if (rule.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, json)))
            found.Add(new SchemaProblem(at, $"must be one of {string.Join(", ", words.EnumerateArray().Select(Shown))}"));
        if (rule.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, json))
            found.Add(new SchemaProblem(at, $"must be {Shown(only)}"));
        if (rule.TryGetProperty("anyOf", out var choices))
            CheckChoices(choices, json, at, found, depth);
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(rule, json, at, found, depth);
                break;
            case JsonValueKind.Array:
                CheckArray(rule, json, at, found, depth);
                break;
            case JsonValueKind.String:
                CheckText(rule, json.GetString()!, at, found);
                break;
            case JsonValueKind.Number:
                CheckNumber(rule, json.GetDouble(), at, found);
                break;
        }
    }

    private void CheckChoices(JsonElement choices, JsonElement json, string at, List<SchemaProblem> found, int depth)
    {
        List<SchemaProblem>? nearest = null;
        foreach (var choice in choices.EnumerateArray())
        {
            var here = new List<SchemaProblem>();
            Check(choice, json, at, here, depth + 1);
            if (here.Count == 0)
                return;
            if (nearest is null || here.Count < nearest.Count)
                nearest = here;
        }

        found.AddRange(nearest ?? []);
    }

    private void CheckObject(JsonElement rule, JsonElement json, string at, List<SchemaProblem> found, int depth)
    {
        if (rule.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(name => name.GetString()!).Where(name => !Has(json, name)))
                found.Add(new SchemaProblem(At(at, name), "is missing"));
        }

        rule.TryGetProperty("properties", out var known);
        var others = rule.TryGetProperty("additionalProperties", out var more) ? more : default;
        foreach (var member in json.EnumerateObject())
        {
            if (Rule(known, member.Name) is { } own)
                Check(own, member.Value, At(at, member.Name), found, depth + 1);
            else if (others.ValueKind == JsonValueKind.False)
                found.Add(new SchemaProblem(At(at, member.Name), $"is not known here{Nearest(known, member.Name)}; leave it out"));
            else
                Check(others, member.Value, At(at, member.Name), found, depth + 1);
        }
    }

    private void CheckArray(JsonElement rule, JsonElement json, string at, List<SchemaProblem> found, int depth)
    {
        var count = json.GetArrayLength();
        if (Limit(rule, "minItems") is { } least && count < least)
            found.Add(new SchemaProblem(at, $"must have at least {least:0} entries, not {count}"));
        if (Limit(rule, "maxItems") is { } most && count > most)
            found.Add(new SchemaProblem(at, $"must have at most {most:0} entries, not {count}"));
        if (!rule.TryGetProperty("items", out var each))
            return;
        foreach (var (no, entry) in json.EnumerateArray().Index())
            Check(each, entry, $"{at}/{no}", found, depth + 1);
    }

    private static void CheckText(JsonElement rule, string text, string at, List<SchemaProblem> found)
    {
        if (Limit(rule, "minLength") is { } least && text.Length < least)
            found.Add(new SchemaProblem(at, text.Length == 0 ? "must not be empty" : $"must have at least {least:0} characters"));
        if (Limit(rule, "maxLength") is { } most && text.Length > most)
            found.Add(new SchemaProblem(at, $"must have at most {most:0} characters, not {text.Length}"));
        if (rule.TryGetProperty("pattern", out var pattern) && !Fits(text, pattern.GetString()!))
            found.Add(new SchemaProblem(at, $"must have the form {pattern.GetString()}"));
        var example = rule.TryGetProperty("format", out var format) ? Misses(format.GetString(), text) : null;
        if (example is not null)
            found.Add(new SchemaProblem(at, $"must be {example}"));
    }

    private static void CheckNumber(JsonElement rule, double number, string at, List<SchemaProblem> found)
    {
        if (Limit(rule, "minimum") is { } least && number < least)
            found.Add(new SchemaProblem(at, string.Create(CultureInfo.InvariantCulture, $"must be at least {least}")));
        if (Limit(rule, "maximum") is { } most && number > most)
            found.Add(new SchemaProblem(at, string.Create(CultureInfo.InvariantCulture, $"must be at most {most}")));
    }

    /// <summary>What a text of this format looks like; null where it does.</summary>
    private static string? Misses(string? format, string text) => format switch
    {
        "date-time" when !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) => "a time such as 2026-11-23T10:00:00Z",
        "date" when !DateOnly.TryParse(text, CultureInfo.InvariantCulture, out _) => "a date such as 2026-11-23",
        "time" when !TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out _) => "a time of day such as 10:00:00",
        "uuid" when !Guid.TryParse(text, out _) => "a UUID",
        "uri" when !Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _) => "an address",
        _ => null,
    };

    private static bool Fits(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private JsonElement Resolve(string reference)
    {
        var place = schema;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            place = place.ValueKind == JsonValueKind.Array
                ? place[int.Parse(name, CultureInfo.InvariantCulture)]
                : place.GetProperty(name);
        }

        return place;
    }

    private JsonElement? Rule(JsonElement known, string name)
    {
        if (known.ValueKind != JsonValueKind.Object)
            return null;
        if (known.TryGetProperty(name, out var own))
            return own;
        return anyCase && known.EnumerateObject().FirstOrDefault(Named(name)) is { Value.ValueKind: not JsonValueKind.Undefined } other
            ? other.Value
            : null;
    }

    private bool Has(JsonElement json, string name) =>
        json.TryGetProperty(name, out _) || (anyCase && json.EnumerateObject().Any(Named(name)));

    private static Func<JsonProperty, bool> Named(string name) =>
        member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Nearest(JsonElement known, string name)
    {
        if (known.ValueKind != JsonValueKind.Object)
            return "";
        var bare = Bare(name);
        var near = known.EnumerateObject().Select(member => member.Name).FirstOrDefault(other =>
            Bare(other) == bare || Bare(other).StartsWith(bare, StringComparison.Ordinal)
            || bare.StartsWith(Bare(other), StringComparison.Ordinal));
        return near is null ? "" : $" (did you mean '{near}'?)";
    }

    private static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static double? Limit(JsonElement rule, string keyword) =>
        rule.TryGetProperty(keyword, out var limit) ? limit.GetDouble() : null;

    private static string At(string at, string name) =>
        $"{at}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static IReadOnlyList<string> Kinds(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? [.. type.EnumerateArray().Select(kind => kind.GetString()!)]
        : [type.GetString()!];

    private static bool Is(JsonElement json, string kind) => (kind, json.ValueKind) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => json.GetRawText().All(c => char.IsAsciiDigit(c) || c == '-'),
        ("null", JsonValueKind.Null) => true,
        _ => false,
    };

    private static string Words(IEnumerable<string> kinds) => string.Join(" or ", kinds.Where(kind => kind != "null").Select(Word));

    private static string Word(string kind) => kind switch
    {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        _ => "true or false",
    };

    private static string Word(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "the number " + (json.GetRawText() is { Length: <= 20 } text ? text : "given"),
        JsonValueKind.Null => "null",
        _ => json.GetRawText(),
    };

    private static string Shown(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? $"'{json.GetString()}'" : json.GetRawText();
}
