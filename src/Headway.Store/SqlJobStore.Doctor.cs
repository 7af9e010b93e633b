using System.Data.Common;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>What the doctor asks.</summary>
public sealed partial class SqlJobStore
{
    /// <summary>Looks into the database for what does not add up. Reads whole tables.</summary>
    /// <param name="clock">This machine's.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<StoreExam> ExamineAsync(TimeProvider clock, CancellationToken ct)
    {
        var before = clock.GetUtcNow();
        var now = await NowAsync(ct);
        var between = before + (clock.GetUtcNow() - before) / 2;
        return new StoreExam
        {
            Skew = now - between,
            Settings = await SettingsAsync(ct),
            PoolSize = _database.MaxConnections,
            IsPooled = _database is { Dialect: Dialect.Postgres, CarriesNotes: false },
            Prepares = _database.Prepares,
            Lines = await ListAsync("DoctorLines", row => (row.GetString(0), row.GetInt32(1)), ct),
            Tables = await ListAsync("DoctorTables", row => (row.GetString(0), row.GetInt64(1)), ct),
            Results = await ListAsync(
                "DoctorResults", row => (new JobId(row.GetGuid(0)), row.GetString(1), (long)row.GetInt32(2)), ct),
            Orphans = [.. (await ListAsync("DoctorOrphans", row => (row.GetString(0), Rows: row.GetInt64(1)), ct)).Where(o => o.Rows > 0)],
            Miscounted = await ListAsync("DoctorCounters", row => new JobId(row.GetGuid(0)), ct),
        };
    }

    /// <summary>Jobs that have not ended, oldest first, at most 10,000.</summary>
    public async ValueTask<IReadOnlyList<OpenJob>> ListOpenAsync(CancellationToken ct) => await ListAsync(
        "DoctorQueued",
        row => new OpenJob(
            new JobId(row.GetGuid(0)), row.GetString(1), row.GetString(2), Words.Drive(row.GetString(3)), row.GetBoolean(4)), ct);

    /// <summary>Those of the connection that writes: SQLite has some for each connection.</summary>
    private async ValueTask<IReadOnlyDictionary<string, string>> SettingsAsync(CancellationToken ct) => (await CommandAsync(
        (session, token) => session.ListAsync(_book["DoctorSettings"], [], row => (row.GetString(0), row.GetString(1)), token), ct))
        .ToDictionary();

    private ValueTask<List<T>> ListAsync<T>(string name, Func<DbDataReader, T> read, CancellationToken ct) =>
        ListAsync(_book[name], [], read, ct);
}
