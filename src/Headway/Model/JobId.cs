using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headway.Model;

/// <summary>
/// Names a job for ever: one UUIDv7, so ids sort by the time they were made.
/// Shown as <c>job_{timestamp}_{random}</c>, both parts in Crockford's base32; the UUID form is accepted everywhere.
/// </summary>
/// <param name="Value">The 128 bits as a UUID, big-endian when written out.</param>
[JsonConverter(typeof(JobIdJson))]
public readonly record struct JobId(Guid Value) : IComparable<JobId>, ISpanParsable<JobId>
{
    private const string Prefix = "job_";
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeDigits = 10;   // 48 bits of Unix milliseconds
    private const int RandomDigits = 16; // 80 bits: version, variant and the random part
    private const int Length = 4 + TimeDigits + 1 + RandomDigits;

    /// <summary>When its submitter made it: the time part of the UUIDv7, by that machine's clock, to a millisecond.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds((long)(ulong)(Number >> 80));

    /// <summary>Reads either form.</summary>
    /// <returns>False where the text is neither a UUID nor <c>job_…_…</c>; <paramref name="result"/> is then default.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JobId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out JobId)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out JobId result)
    {
        result = default;
        if (Guid.TryParse(s, out var guid))
        {
            result = new JobId(guid);
            return true;
        }

        if (s.Length != Length || !s.StartsWith(Prefix) || s[4 + TimeDigits] != '_')
            return false;
        if (!TryRead(s.Slice(4, TimeDigits), out var time) || !TryRead(s[(5 + TimeDigits)..], out var random))
            return false;
        if (time >> 48 != 0)
            return false;

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, (time << 80) | random);
        result = new JobId(new Guid(bytes, bigEndian: true));
        return true;
    }

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out JobId)"/>
    /// <exception cref="FormatException">The text is neither form.</exception>
    public static JobId Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static JobId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id)
            ? id
            : throw new FormatException($"'{s}' is not a job id; one looks like job_01ke3… or is a UUID.");

    /// <summary>Order of creation, to the millisecond.</summary>
    public int CompareTo(JobId other) => Number.CompareTo(other.Number);

    /// <summary>The readable form, 31 characters.</summary>
    public override string ToString() => string.Create(Length, Number, static (text, number) =>
    {
        Prefix.CopyTo(text);
        Write(text.Slice(4, TimeDigits), number >> 80);
        text[4 + TimeDigits] = '_';
        Write(text[(5 + TimeDigits)..], number & ((UInt128.One << 80) - 1));
    });

    /// <summary>Earlier than, by creation.</summary>
    public static bool operator <(JobId left, JobId right) => left.CompareTo(right) < 0;

    /// <summary>Later than, by creation.</summary>
    public static bool operator >(JobId left, JobId right) => left.CompareTo(right) > 0;

    /// <summary>Not later than, by creation.</summary>
    public static bool operator <=(JobId left, JobId right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier than, by creation.</summary>
    public static bool operator >=(JobId left, JobId right) => left.CompareTo(right) >= 0;

    private UInt128 Number
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return BinaryPrimitives.ReadUInt128BigEndian(bytes);
        }
    }

    private static bool TryRead(ReadOnlySpan<char> digits, out UInt128 number)
    {
        number = 0;
        foreach (var c in digits)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                return false;
            number = (number << 5) | (UInt128)value;
        }

        return true;
    }

    private static void Write(Span<char> digits, UInt128 number)
    {
        for (var i = digits.Length - 1; i >= 0; i--, number >>= 5)
            digits[i] = Alphabet[(int)(number & 31)];
    }

    private sealed class JobIdJson : JsonConverter<JobId>
    {
        public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), null, out var id)
                ? id
                : throw new JsonException("not a job id; one looks like job_01ke3… or is a UUID");

        public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
