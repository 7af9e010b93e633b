using Npgsql;

namespace Headway.Data;

/// <summary>
/// One connection that listens. Npgsql's keep-alive asks over it again and again, so one that is open on this side only is found
/// and opened anew.
/// </summary>
internal sealed class PostgresEar(NpgsqlDataSource source, string place, Action<string> heard)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Listens until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var pause = FirstPause;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await HearUntilItBreaksAsync(() => pause = FirstPause, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (DatabaseException)
            {
                // Nothing is heard for a while; whoever waits for it polls.
            }

            await Task.WhenAny(Task.Delay(pause, ct));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task HearUntilItBreaksAsync(Action listens, CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            connection.Notification += (_, note) => heard(note.Payload);
            await ListenAsync(connection, ct);
            listens();
            heard("");
            while (true)
                await connection.WaitAsync(ct);
        }
        catch (Exception e) when (Troubles.OfPostgres(e, place) is { } trouble)
        {
            throw trouble;
        }
    }

    private static async Task ListenAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Kit.For(Dialect.Postgres)["Listen"].Parts[0].Text, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
