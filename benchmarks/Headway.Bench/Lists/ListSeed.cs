using Headway.Data;
using Headway.Store;

namespace Headway.Bench.Lists;

/// <summary>Fills a store with a month of jobs by statements over sets; what is filled already is left.</summary>
internal sealed class ListSeed(SqlJobStore store, long jobs, long attempts)
{
    private const long AtOnce = 50_000;
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private readonly Book _book = Book.Load(typeof(ListSeed).Assembly, store.Database.Dialect);

    public async Task FillAsync(CancellationToken ct)
    {
        if ((await store.Database.ListAsync(_book["SeededCount"], [], row => row.GetInt64(0), ct))[0] > 0)
            return;
        var now = await store.NowAsync(ct);
        var (start, step) = (now - Month, Month / jobs);
        for (var first = 1L; first <= jobs; first += AtOnce)
        {
            var last = Math.Min(jobs, first + AtOnce - 1);
            Arg[] args =
            [
                Arg.Of("start", start), Arg.Of("step", step), Arg.Of("first", first), Arg.Of("last", last), Arg.Of("count", jobs),
                Arg.Of("each", attempts), Arg.Of("low", IdAt(start + (first - 1) * step)), Arg.Of("high", IdAt(start + (last + 1) * step)),
            ];
            await store.Database.WriteAsync(
                (session, token) => session.SendAsync([_book["SeedJobs"], _book["SeedAttempts"]], args, null, token), ct);
        }

        // In pieces, so that no statement is longer than a few seconds.
        var minute = now.ToUnixTimeSeconds() / 60;
        for (var first = minute - 30 * 1440; first < minute; first += 1440)
        {
            Arg[] args = [Arg.Of("first", first), Arg.Of("last", first + 1439), Arg.Of("session", Guid.NewGuid())];
            await store.Database.RunAsync(_book["SeedMinutes"], args, ct);
        }

        while (await store.FoldStatsAsync(ct))
        {
            // a batch of moves at a time
        }

        await store.Database.RunAsync(_book["Analyze"], [], ct);
    }

    private static Guid IdAt(DateTimeOffset at) => Guid.Parse($"{at.ToUnixTimeMilliseconds():x12}70008000000000000000");
}
