using System.Data.Common;
using Npgsql;

namespace Headway.Data;

/// <summary>
/// PostgreSQL. No session state is used, so it works behind pgbouncer in transaction mode: connections are not reset on close, and
/// statements are prepared only where the server itself answers (a pooler gives out process ids of its own: that is how it is told).
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private const int Oldest = 13;
    private readonly NpgsqlDataSource _source;
    private readonly WarmConnections _warm;
    private readonly TimeProvider? _clock;
    private readonly ConnectPause _pause = new(TimeProvider.System, Random.Shared);
    private long _clearedAt;

    private PostgresDatabase(
        NpgsqlDataSource source, string place, bool direct, NpgsqlConnectionStringBuilder settings, TimeProvider? clock)
    {
        (_source, _clock, Place, IsDirect) = (source, clock, place, direct);
        _warm = new WarmConnections(source, settings.MaxPoolSize);
        (MaxConnections, Prepares) = (settings.MaxPoolSize, settings.MaxAutoPrepare > 0);
    }

    public override Dialect Dialect => Dialect.Postgres;

    public override string Place { get; }

    /// <summary>No pooler stands between; LISTEN works and statements stay prepared.</summary>
    public bool IsDirect { get; }

    public static async ValueTask<Database> ConnectAsync(string connection, DatabaseOptions options, CancellationToken ct)
    {
        var settings = Settings(connection, options);
        var place = $"{settings.Host}{(settings.Port == 5432 ? "" : $":{settings.Port}")}/{settings.Database ?? settings.Username}";
        var clock = options.ClockDecides ? options.Clock : null;
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            var direct = await GreetAsync(source, place, ct);
            if (direct)
            {
                await source.DisposeAsync();
                source = NpgsqlDataSource.Create(Direct(settings, connection));
            }

            return new PostgresDatabase(source, place, direct, settings, clock);
        }
        catch (Exception e)
        {
            await source.DisposeAsync();
            if (Troubles.OfPostgres(e, place) is { } trouble)
                throw trouble;
            throw;
        }
    }

    public override ValueTask<T> ReadAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct) =>
        RunAsync(single: false, transaction: false, work, ct);

    public override ValueTask<T> CommandAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct) =>
        RunAsync(single: true, transaction: false, work, ct);

    public override ValueTask<T> WriteAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct) =>
        RunAsync(single: false, transaction: true, work, ct);

    public override DbSession Join(DbTransaction transaction)
    {
        var database = Place[(Place.LastIndexOf('/') + 1)..];
        if (transaction is not NpgsqlTransaction { Connection: { } connection } open)
            throw new ArgumentException("Give a transaction of Npgsql that is still open.", nameof(transaction));
        return connection.Database == database
            ? new PostgresSession(connection, open, Place, _clock, single: false)
            : throw new ArgumentException(
                $"The transaction is open on the database '{connection.Database}'; the jobs are in '{database}'.", nameof(transaction));
    }

    public override ValueTask CopyToAsync(string path, CancellationToken ct) =>
        throw new NotSupportedException("A PostgreSQL is copied by pg_dump.");

    public override ValueTask DisposeAsync() => _warm.DisposeAsync();

    public override bool CarriesNotes => IsDirect;

    public override int MaxConnections { get; }

    public override bool Prepares { get; }

    public override async ValueTask NoteAsync(string note, CancellationToken ct) =>
        await CommandAsync((session, token) =>
            session.RunAsync(Kit.For(Dialect.Postgres)["Note"], [Arg.Of("note", note)], token), ct);

    public override Task HearAsync(Action<string> heard, CancellationToken ct) =>
        new PostgresEar(_source, Place, heard).RunAsync(ct);

    private async ValueTask<T> RunAsync<T>(
        bool single, bool transaction, Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(single, transaction, work, ct);
            }
            catch (DatabaseException e) when (e.Fault == DatabaseFault.Conflict && attempt < Tries)
            {
                // The other transaction has what it wanted by now: PostgreSQL rolls back one of the two only.
            }
        }
    }

    private async ValueTask<T> RunOnceAsync<T>(
        bool single, bool transaction, Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        try
        {
            var epoch = _warm.Epoch;
            var connection = await ConnectAsync(ct);
            try
            {
                var answer = await WorkAsync(connection, single, transaction, work, ct);
                var done = connection;
                connection = null;
                await _warm.GiveBackAsync(done, epoch);
                return answer;
            }
            finally
            {
                if (connection is not null)
                    await connection.DisposeAsync();
            }
        }
        catch (Exception e) when (Troubles.OfPostgres(e, Place) is { } trouble)
        {
            Forget(trouble);
            throw trouble;
        }
        catch (DatabaseException e)
        {
            Forget(e);
            throw;
        }
    }

    private async ValueTask<T> WorkAsync<T>(NpgsqlConnection connection, bool single, bool transaction,
        Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        if (!transaction)
            return await work(new PostgresSession(connection, null, Place, _clock, single), ct);
        await using var open = await connection.BeginTransactionAsync(ct);
        var answer = await work(new PostgresSession(connection, open, Place, _clock, single), ct);
        await open.CommitAsync(CancellationToken.None);
        return answer;
    }

    private async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        _pause.Check();
        try
        {
            var connection = await _warm.TakeAsync(ct);
            _pause.Succeeded();
            return connection;
        }
        catch (Exception e) when (Troubles.OfPostgres(e, Place) is { } trouble)
        {
            if (!Troubles.IsPoolEmpty(e))
                _pause.Failed(trouble);
            throw trouble;
        }
    }

    /// <summary>
    /// A server that went away, or is a standby now, has left every idle connection worthless: they are dropped together, so that not each
    /// of them fails a call of its own. At most once a second.
    /// </summary>
    private void Forget(DatabaseException trouble)
    {
        if (!Troubles.LeavesConnectionsDead(trouble.InnerException))
            return;
        var now = TimeProvider.System.GetTimestamp();
        var last = Interlocked.Read(ref _clearedAt);
        if ((last == 0 || TimeProvider.System.GetElapsedTime(last, now) >= TimeSpan.FromSeconds(1))
            && Interlocked.CompareExchange(ref _clearedAt, now, last) == last)
            _warm.Clear();
    }

    private static async ValueTask<bool> GreetAsync(NpgsqlDataSource source, string place, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        if (connection.PostgreSqlVersion.Major < Oldest)
        {
            throw new DatabaseException(DatabaseFault.Version,
                $"The PostgreSQL server at {place} is version {connection.PostgreSqlVersion}; use {Oldest} or later.");
        }

        await using var command = new NpgsqlCommand(Kit.For(Dialect.Postgres)["BackendPid"].Parts[0].Text, connection);
        return (int)(await command.ExecuteScalarAsync(ct))! == connection.ProcessID;
    }

    /// <summary>
    /// What only makes sense, or is only safe, without a pooler. A prepared statement keeps its plan; one made while the tables were small
    /// reads and hashes whole tables, and goes on doing so while they grow, until they are next analysed. So the planner is told to look
    /// rows up one by one wherever it can: every hot statement wants at most a few hundred. And to plan each statement once: planned for
    /// the words of each call, planning was an eighth of a claim. A connection string with Options of its own decides for itself.
    /// </summary>
    private static NpgsqlConnectionStringBuilder Direct(NpgsqlConnectionStringBuilder settings, string connection)
    {
        if (!connection.Contains("auto prepare", StringComparison.OrdinalIgnoreCase))
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (200, 2);
        settings.Options ??= "-c random_page_cost=1.1 -c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
            + " -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off";
        return settings;
    }

    private static NpgsqlConnectionStringBuilder Settings(string connection, DatabaseOptions options)
    {
        var isUrl = connection.StartsWith("postgres", StringComparison.OrdinalIgnoreCase)
            && connection.Contains("://", StringComparison.Ordinal);
        var settings = isUrl ? FromUrl(new Uri(connection)) : new NpgsqlConnectionStringBuilder(connection);
        settings.NoResetOnClose = true;
        settings.Enlist = false;
        if (!settings.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = options.MaxConnections;
        if (!settings.ContainsKey("Keepalive"))
            settings.KeepAlive = 30;
        return settings;
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = url.Host.Length > 0 ? url.Host : "localhost" };
        if (url.Port > 0)
            settings.Port = url.Port;
        if (url.AbsolutePath.Length > 1)
            settings.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        if (url.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest])
        {
            settings.Username = Uri.UnescapeDataString(user);
            settings.Password = rest.Length > 0 ? Uri.UnescapeDataString(rest[0]) : null;
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var k, var v] ? (k, v) : (pair, "true");
            var name = key.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? "SSL Mode" : Uri.UnescapeDataString(key);
            settings[name] = Uri.UnescapeDataString(value);
        }

        return settings;
    }
}
