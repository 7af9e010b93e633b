using Headway.Data;

namespace Headway.Bench;

/// <summary>One narrow table and three hand-written statements, through the same kit: what the database itself allows.</summary>
internal sealed class Floor(Database database) : IRival
{
    private readonly Book _book = Book.Load(typeof(Floor).Assembly, database.Dialect);
    private long _last;

    public async ValueTask EnqueueAsync(int count, CancellationToken ct)
    {
        var last = Interlocked.Add(ref _last, count);
        var ids = string.Join(',', Enumerable.Range(0, count).Select(i => last - i));
        await database.RunAsync(_book["FloorInsert"], [Arg.Json("ids", $"[{ids}]")], ct);
    }

    public async ValueTask<Drained> DrainAsync(int batch, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var token = Arg.Of("token", Guid.NewGuid());
        var start = clock.GetTimestamp();
        var ids = await database.CommandAsync(
            (session, t) => session.ListAsync(_book["FloorClaim"], [token, Arg.Of("n", batch)], row => row.GetInt64(0), t), ct);
        var claimed = clock.GetTimestamp();
        if (ids.Count > 0)
            await database.RunAsync(_book["FloorFinish"], [token, Arg.Json("ids", $"[{string.Join(',', ids)}]")], ct);
        return new Drained(ids.Count, clock.GetElapsedTime(start, claimed), clock.GetElapsedTime(claimed));
    }
}
