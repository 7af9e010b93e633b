using System.Data.Common;

namespace Headway.Data;

/// <summary>Reads the kit's encodings from a row, by column number; the same on both databases.</summary>
public static class RowReading
{
    extension(DbDataReader row)
    {
        /// <summary>Text, null where it is null.</summary>
        public string? TextOrNull(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        /// <summary>A 32-bit number, null where it is null.</summary>
        public int? IntOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        /// <summary>A floating-point number, null where it is null.</summary>
        public double? DoubleOrNull(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

        /// <summary>A moment from µs since 1970.</summary>
        public DateTimeOffset Time(int column) => Micros.ToTime(row.GetInt64(column));

        /// <summary>A moment, null where it is null.</summary>
        public DateTimeOffset? TimeOrNull(int column) => row.IsDBNull(column) ? null : Micros.ToTime(row.GetInt64(column));
    }
}
