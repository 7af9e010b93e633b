using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Headway.Data;

/// <summary>
/// Statements as one NpgsqlBatch: one round trip. Without a transaction around it the server takes the whole batch as one
/// (nothing is committed before the final Sync), while every part sees what the parts before it wrote and others have committed.
/// Parameters are positional, each part carries its own.
/// </summary>
internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction? transaction, string place, TimeProvider? clock,
    bool single) : DbSession
{
    private bool _sent;

    public override Dialect Dialect => Dialect.Postgres;

    public override async ValueTask<int> SendAsync(
        IReadOnlyList<Statement> statements, IReadOnlyList<Arg> args, Action<int, DbDataReader>? row, CancellationToken ct)
    {
        if (single && _sent)
            throw new InvalidOperationException("A command of its own sends once; use WriteAsync for more.");
        _sent = true;
        try
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            if (clock is not null)
                batch.BatchCommands.Add(SetClock(clock));
            foreach (var statement in statements)
            {
                foreach (var part in statement.Parts)
                    batch.BatchCommands.Add(Command(statement, part, args));
            }

            await using var reader = await batch.ExecuteReaderAsync(ct);
            if (clock is not null)
                await reader.NextResultAsync(ct);
            await ReadAsync(reader, row, ct);
            await reader.CloseAsync();
            return Math.Max(0, reader.RecordsAffected);
        }
        catch (Exception e) when (Troubles.OfPostgres(e, place) is { } trouble)
        {
            throw trouble;
        }
    }

    public override DbCommand CreateCommand() => new NpgsqlCommand { Connection = connection, Transaction = transaction };

    internal override async ValueTask RunTextAsync(string text, CancellationToken ct)
    {
        try
        {
            await using var command = new NpgsqlCommand(text, connection, transaction);
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (Exception e) when (Troubles.OfPostgres(e, place) is { } trouble)
        {
            throw trouble;
        }
    }

    private static async ValueTask ReadAsync(NpgsqlDataReader reader, Action<int, DbDataReader>? row, CancellationToken ct)
    {
        var set = 0;
        do
        {
            if (reader.FieldCount == 0)
                continue;
            while (await reader.ReadAsync(ct))
                row?.Invoke(set, reader);
            set++;
        }
        while (await reader.NextResultAsync(ct));
    }

    private static NpgsqlBatchCommand Command(Statement statement, StatementPart part, IReadOnlyList<Arg> args)
    {
        var command = new NpgsqlBatchCommand(part.Text);
        foreach (var name in part.Parameters)
        {
            var arg = Find(args, name, statement);
            var type = arg.Rows is null ? TypeOf(arg.Kind) : TypeOf(arg.Kind) | NpgsqlDbType.Array;
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = arg.Value ?? DBNull.Value });
        }

        return command;
    }

    private static NpgsqlBatchCommand SetClock(TimeProvider clock)
    {
        var command = new NpgsqlBatchCommand(Kit.For(Dialect.Postgres)["SetClock"].Parts[0].Text);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{Micros.Of(clock.GetUtcNow())}" });
        return command;
    }

    private static NpgsqlDbType TypeOf(ArgKind kind) => kind switch
    {
        ArgKind.Text => NpgsqlDbType.Text,
        ArgKind.Int => NpgsqlDbType.Integer,
        ArgKind.Long => NpgsqlDbType.Bigint,
        ArgKind.Double => NpgsqlDbType.Double,
        ArgKind.Flag => NpgsqlDbType.Boolean,
        ArgKind.Id => NpgsqlDbType.Uuid,
        _ => NpgsqlDbType.Jsonb,
    };
}
