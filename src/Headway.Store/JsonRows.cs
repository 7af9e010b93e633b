using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Rows on their way into a statement: one JSON array of objects, the same text for both databases.</summary>
internal sealed class JsonRows : IDisposable
{
    private static readonly JsonWriterOptions Loose = new()
    { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly Utf8JsonWriter _json;

    public JsonRows()
    {
        _json = new Utf8JsonWriter(_bytes, Loose);
        _json.WriteStartArray();
    }

    public int Count { get; private set; }

    /// <summary>Begins a row; what is added next belongs to it.</summary>
    public JsonRows Row()
    {
        if (Count++ > 0)
            _json.WriteEndObject();
        _json.WriteStartObject();
        return this;
    }

    /// <summary>Begins a row about a claim.</summary>
    public JsonRows Row(ChunkKey key) => Row().Add("job", key.JobId).Add("lo", key.Lo).Add("call", key.Call);

    public JsonRows Add(string name, string? value)
    {
        if (value is not null)
            _json.WriteString(name, Clean(value));
        return this;
    }

    public JsonRows Add(string name, long value)
    {
        _json.WriteNumber(name, value);
        return this;
    }

    public JsonRows Add(string name, long? value) => value is { } some ? Add(name, some) : this;

    public JsonRows Add(string name, double? value)
    {
        if (value is { } some && double.IsFinite(some))
            _json.WriteNumber(name, some);
        return this;
    }

    public JsonRows Add(string name, bool value)
    {
        _json.WriteBoolean(name, value);
        return this;
    }

    public JsonRows Add(string name, Guid value)
    {
        _json.WriteString(name, value);
        return this;
    }

    public JsonRows Add(string name, JobId value) => Add(name, value.Value);

    /// <summary>Closes the array and makes it a parameter.</summary>
    public Arg ToArg(string name)
    {
        if (Count > 0)
            _json.WriteEndObject();
        _json.WriteEndArray();
        _json.Flush();
        return Arg.Json(name, Encoding.UTF8.GetString(_bytes.WrittenSpan));
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Text without the one character PostgreSQL has no place for.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Clean(string? value) =>
        value?.Contains('\0', StringComparison.Ordinal) == true ? value.Replace('\0', '\uFFFD') : value;

    /// <summary>A list of texts as a JSON array.</summary>
    public static string List(IEnumerable<string> values) => JsonSerializer.Serialize([.. values], StoreJson.Default.StringArray);
}
