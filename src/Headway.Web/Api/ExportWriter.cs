using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Headway.Handlers;

namespace Headway.Web.Api;

/// <summary>Writes rows in one of the formats. What it holds is bounded: it waits for a reader that is slower.</summary>
internal sealed class ExportWriter<T>(PipeWriter target, ExportFormat format, IReadOnlyList<ExportColumn<T>> columns)
{
    private const int FlushBytes = 64 * 1024;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static readonly JsonWriterOptions Plain = new()
    { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly ArrayBufferWriter<byte> _row = new(1024);

    /// <summary>Writes all rows, to the end of the last.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<long> WriteAsync(IAsyncEnumerator<T> rows, bool more, CancellationToken ct)
    {
        Begin();
        var count = 0L;
        var waiting = 0L;
        for (; more; more = await rows.MoveNextAsync())
        {
            _row.ResetWrittenCount();
            if (format == ExportFormat.Csv)
                WriteCsv(rows.Current);
            else
                WriteJson(rows.Current, first: count == 0);
            count++;
            target.Write(_row.WrittenSpan);
            if ((waiting += _row.WrittenCount) < FlushBytes)
                continue;
            waiting = 0;
            if ((await target.FlushAsync(ct)).IsCompleted)
                throw new OperationCanceledException("the reader has left", ct);
        }

        if (format == ExportFormat.Json)
            Put(target, count == 0 ? "[]\n" : "\n]\n");
        await target.FlushAsync(ct);
        return count;
    }

    private void Begin()
    {
        if (format == ExportFormat.Csv)
            Put(target, string.Join(',', columns.Select(column => column.Name)) + "\r\n");
    }

    private void WriteCsv(T row)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
                Put(_row, ",");
            Put(_row, Field(columns[i].Of(row)));
        }

        Put(_row, "\r\n");
    }

    private static string Field(object? value) => value switch
    {
        null => "",
        string text => CsvText.Field(text),
        RawJson json => CsvText.Field(json.Text),
        DateTimeOffset time => Text(time),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw Unknown(value),
    };

    private void WriteJson(T row, bool first)
    {
        if (format == ExportFormat.Json)
            Put(_row, first ? "[\n" : ",\n");
        using (var json = new Utf8JsonWriter(_row, Plain))
        {
            json.WriteStartObject();
            foreach (var column in columns)
            {
                json.WritePropertyName(column.Name);
                Write(json, column.Of(row));
            }

            json.WriteEndObject();
        }

        if (format == ExportFormat.Jsonl)
            Put(_row, "\n");
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case RawJson raw: WriteOnOneLine(json, raw.Text); break;
            case DateTimeOffset time: json.WriteStringValue(Text(time)); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            default: throw Unknown(value);
        }
    }

    /// <summary>JSON of a caller may have line ends between its parts, which would break a line in two.</summary>
    private static void WriteOnOneLine(Utf8JsonWriter json, string text)
    {
        if (text.AsSpan().IndexOfAny('\n', '\r') < 0)
        {
            json.WriteRawValue(text, skipInputValidation: true);
            return;
        }

        using var parsed = JsonDocument.Parse(text);
        parsed.RootElement.WriteTo(json);
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void Put(IBufferWriter<byte> to, string text) => Encoding.UTF8.GetBytes(text, to);

    private static InvalidOperationException Unknown(object value) => new($"A column gives a {value.GetType()}, which no format knows.");
}
