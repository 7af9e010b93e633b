using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Headway.Data;
using Headway.Model;
using Headway.Search;

namespace Headway.Store;

/// <summary>Rows into records, by column number; the order is the statement's.</summary>
internal static class Rows
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    public static Job Job(DbDataReader row) => new()
    {
        Id = new JobId(row.GetGuid(0)),
        Org = row.GetString(1),
        Type = row.GetString(2),
        Name = row.TextOrNull(3),
        Queue = row.GetString(4),
        Priority = row.GetInt32(5),
        CreatedBy = row.TextOrNull(6),
        Config = row.GetString(7),
        Result = row.TextOrNull(8),
        Fault = Fault(row.TextOrNull(9)),
        Labels = Labels(row.GetString(10)),
        Control = Words.Control(row.GetString(11)),
        Phase = Words.Phase(row.GetString(12)),
        Status = Words.Status(row.GetString(13)),
        Counts = new JobCounts(
            row.GetInt32(14), row.GetInt32(15), row.GetInt32(16), row.GetInt32(17), row.GetInt32(18), row.GetInt32(19), row.GetInt32(20),
                row.GetInt32(21)),
        Planned = row.GetBoolean(22),
        Simple = row.GetBoolean(23),
        Generation = row.GetInt32(24),
        Seq = row.GetInt64(25),
        Step = row.TextOrNull(26),
        StepPercent = row.DoubleOrNull(27),
        CreatedAt = row.Time(28),
        DueAt = row.TimeOrNull(29),
        StartedAt = row.TimeOrNull(30),
        ActiveAt = row.Time(31),
        FinishedAt = row.TimeOrNull(32),
        BaseGeneration = row.GetInt32(33),
        GivenItems = row.GetInt32(34),
        DryRun = row.GetBoolean(35),
        Origin = row.TextOrNull(36) is { } origin ? new JobOrigin(Words.Origin(origin), new JobId(row.GetGuid(37))) : null,
        RolledBackBy = row.IsDBNull(38) ? null : new JobId(row.GetGuid(38)),
        RolledBackAt = row.TimeOrNull(39),
        ScheduleId = row.IsDBNull(40) ? null : row.GetGuid(40),
        UniqueKey = row.TextOrNull(41),
        Drive = Words.Drive(row.GetString(42)),
        Expected = row.IntOrNull(43),
        Kept = row.GetBoolean(44),
        Source = Words.Source(row.GetString(45)),
        Metered = Usage(row, 46),
        Waits = row.GetInt32(49),
        OpenChildren = row.GetInt32(50),
        Parent = row.IsDBNull(51) ? null : new JobId(row.GetGuid(51)),
        TimeLimit = Micros.ToSpan(row.GetInt64(52)),
        Overran = row.GetInt32(53) != 0,
    };

    public static SearchedJob Searched(DbDataReader row) => new(
        new JobId(row.GetGuid(0)), row.GetString(1), Words.Status(row.GetString(2)), Words.Source(row.GetString(3)), row.GetString(4),
        row.TextOrNull(5), row.Time(6), row.TextOrNull(7), Labels(row.GetString(8)), row.FieldCount > 9 ? row.GetString(9) : "{}");

    private static IReadOnlyDictionary<string, string> Labels(string json) =>
        json.Length > 2 ? JsonSerializer.Deserialize(json, StoreJson.Default.DictionaryStringString)! : NoLabels;

    public static Item Item(DbDataReader row, bool whole) => new()
    {
        JobId = new JobId(row.GetGuid(0)),
        No = row.GetInt32(1),
        Name = row.TextOrNull(2),
        State = Words.State(row.GetString(3)),
        Fault = Fault(row.TextOrNull(4)),
        Attempts = row.GetInt32(5),
        StartedAt = row.TimeOrNull(6),
        FinishedAt = row.TimeOrNull(7),
        DueAt = row.TimeOrNull(8),
        Step = row.TextOrNull(9),
        StepPercent = row.DoubleOrNull(10),
        Crashes = row.GetInt32(11),
        Input = whole ? row.TextOrNull(12) : null,
        Output = whole ? row.TextOrNull(13) : null,
    };

    public static Attempt Attempt(DbDataReader row, JobId id, int no)
    {
        var fault = Fault(row.TextOrNull(9));
        return new Attempt
        {
            JobId = id,
            No = no,
            Generation = row.GetInt32(0),
            Number = row.GetInt32(1),
            Outcome = Words.Outcome(row.GetString(2), fault is not null),
            Fault = fault,
            Worker = row.GetString(3),
            StartedAt = row.Time(4),
            EndedAt = row.Time(5),
            Metered = Usage(row, 6),
        };
    }

    public static ChunkAttempt ChunkAttempt(DbDataReader row) => new(
        row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4), row.GetString(5), row.Time(6), row.Time(7));

    public static Metered Usage(DbDataReader row, int first) =>
        new(Micros.ToSpan(row.GetInt64(first)), row.GetInt64(first + 1), row.GetInt64(first + 2));

    public static WorkerSession Session(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Worker = row.GetString(1),
        Host = row.GetString(2),
        ProcessId = row.GetInt32(3),
        Version = row.GetString(4),
        Slots = row.GetInt32(5),
        Busy = row.GetInt32(6),
        Cpu = row.DoubleOrNull(7),
        MemoryBytes = row.GetInt64(8),
        Queues = JsonSerializer.Deserialize(row.GetString(9), StoreJson.Default.StringArray)!,
        Types = JsonSerializer.Deserialize(row.GetString(10), StoreJson.Default.StringArray)!,
        Draining = row.GetBoolean(11),
        StartedAt = row.Time(12),
        BeatAt = row.Time(13),
        ExpiresAt = row.Time(14),
        EndedAt = row.TimeOrNull(15),
        ClaimedAt = row.TimeOrNull(16),
        ClockSkew = row.IsDBNull(17) ? null : Micros.ToSpan(row.GetInt64(17)),
    };

    public static JobEvent Event(DbDataReader row)
    {
        var changes = row.GetString(5).Split(' ');
        return new JobEvent(
            row.GetInt64(0), row.Time(1), row.GetString(2), Words.Event(row.GetString(3)), row.TextOrNull(4), [.. changes.Select(Change)]);
    }

    public static JobEvent History(DbDataReader row, JobId id) =>
        new(row.GetInt64(0), row.Time(1), row.GetString(2), Words.Event(row.GetString(3)), row.TextOrNull(4),
            [new JobChange(id, row.GetInt64(5))]);

    public static ItemError Error(DbDataReader row) => new(
        new JobId(row.GetGuid(0)), row.GetInt32(1), row.TextOrNull(2), row.TextOrNull(3), Fault(row.TextOrNull(4))!);

    public static ThroughputBucket Bucket(DbDataReader row) => new(
        row.Time(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), Micros.ToSpan(row.GetInt64(4)));

    /// <summary>A line of a job's log.</summary>
    public static LogLine LogLine(DbDataReader row, JobId id) => new()
    {
        Id = row.GetInt64(0),
        JobId = id,
        No = row.GetInt32(1),
        Generation = row.GetInt32(2),
        Attempt = row.GetInt32(3),
        At = row.Time(4),
        Level = (Microsoft.Extensions.Logging.LogLevel)row.GetInt32(5),
        Category = row.TextOrNull(6),
        Message = row.GetString(7),
        Exception = row.TextOrNull(8),
    };

    public static string? Json(Fault? fault) => fault is null ? null : JsonSerializer.Serialize(fault, StoreJson.Default.Fault);

    public static Fault? Fault(string? json) => json is null ? null : JsonSerializer.Deserialize(json, StoreJson.Default.Fault);

    private static JobChange Change(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return new JobChange(new JobId(Guid.Parse(text.AsSpan(0, at))), long.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }
}
