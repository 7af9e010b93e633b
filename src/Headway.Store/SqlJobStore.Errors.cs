using System.Data.Common;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Errors over all jobs.</summary>
public sealed partial class SqlJobStore : IErrorStore
{
    private const int ErrorMovesAtOnce = 5000;

    /// <inheritdoc/>
    public async ValueTask<bool> FoldErrorsAsync(CancellationToken ct)
    {
        var count = await WriteAsync(FoldErrorMovesAsync, ct);
        if (count >= ErrorMovesAtOnce)
            return true;
        var now = await NowAsync(ct);
        Arg[] kept = [.. ErrorBatch.Kept.Zip((string[])["minutes", "hours", "days"], (kept, name) => Arg.Of(name, now - kept))];
        await CommandAsync((session, token) => session.RunAsync(_book["DropOldErrors"], kept, token), ct);
        return false;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ErrorGroup>> ListErrorsAsync(ErrorFilter filter, CancellationToken ct) =>
        ReadErrorsAsync(null, filter, ct);

    /// <inheritdoc/>
    public async ValueTask<ErrorGroup?> GetErrorAsync(string print, ErrorFilter filter, CancellationToken ct) =>
        (await ReadErrorsAsync(print, filter, ct)) is [var found] ? found : null;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ErrorHit>> ListErrorJobsAsync(string print, string? org, int limit, CancellationToken ct) =>
        await ListAsync(
            org is null ? _book["ErrorJobs"] : _book["ErrorJobs"].With("org"),
            [Arg.Of("print", print), Arg.Of("limit", limit), .. org is null ? (Arg[])[] : [Arg.Of("org", org)]],
            row => new ErrorHit(
                new JobId(row.GetGuid(0)), row.GetString(1), row.GetString(2), row.TextOrNull(3), Words.Status(row.GetString(4)),
                row.GetInt64(5), row.Time(6), row.Time(7)),
            ct);

    /// <inheritdoc/>
    public async ValueTask<bool> SetErrorAsync(string print, ErrorVerdict verdict, CancellationToken ct)
    {
        var ignored = verdict.State == ErrorState.Ignored;
        Arg[] args =
        [
            Arg.Of("print", print), Arg.Of("verdict", verdict.State == ErrorState.Regressed ? "open" : Words.Of(verdict.State)),
            Arg.Of("until", ignored ? verdict.Until : null), Arg.Of("times", ignored ? verdict.Times : null),
            Arg.Of("actor", verdict.Actor), Arg.Of("reason", verdict.Reason),
        ];
        var found = false;
        await CommandAsync((session, token) =>
        {
            found = false;
            return session.SendAsync(Pages("SetError"), args, (_, _) => found = true, token);
        }, ct);
        return found;
    }

    private async ValueTask<int> FoldErrorMovesAsync(DbSession session, CancellationToken ct)
    {
        var moves = new SortedDictionary<long, ErrorMove>();
        await session.SendAsync(Pages("TakeErrorMoves"), [], (_, row) => moves.Add(row.GetInt64(0), ReadMove(row)), ct);
        if (moves.Count == 0)
            return 0;
        var batch = new ErrorBatch(moves.Values);
        var (known, counts) = (new HashSet<string>(), new Dictionary<string, long>());
        Arg[] keys = [KeysOf("prints", batch.Prints), KeysOf("codes", batch.Codes)];
        await session.SendAsync(Pages("KnownErrors", "CountErrors"), keys, (set, row) =>
        {
            if (set == 0)
                known.Add(row.GetString(0));
            else
                counts[row.GetString(0)] = row.GetInt64(1);
        }, ct);
        batch.MakeRoom(known, counts);
        await AddErrorsAsync(session, batch, ct);
        return moves.Count;
    }

    private async ValueTask AddErrorsAsync(DbSession session, ErrorBatch batch, CancellationToken ct)
    {
        using var jobs = new JsonRows();
        using var errors = new JsonRows();
        using var counts = new JsonRows();
        var added = new Dictionary<(JobId, string), long>();
        foreach (var (job, print, times, first, last) in batch.Jobs())
        {
            added[(job, print)] = times;
            jobs.Row().Add("job", job).Add("print", print).Add("times", times).Add("first_at", Micros.Of(first))
                .Add("last_at", Micros.Of(last));
        }

        var hit = new HashSet<(JobId, string)>();
        await session.SendAsync(Pages("AddErrorJobs"), [jobs.ToArg("jobs")], (_, row) =>
        {
            var key = (new JobId(row.GetGuid(0)), row.GetString(1));
            if (added[key] == row.GetInt64(2))
                hit.Add(key); // it had none before
        }, ct);
        foreach (var (kind, times, first, last) in batch.Errors())
        {
            errors.Row().Add("print", kind.Print).Add("class", kind.Class.ToString().ToLowerInvariant()).Add("code", kind.Code)
                .Add("pattern", kind.Pattern).Add("sample", kind.Sample).Add("hint", kind.Hint).Add("first_at", Micros.Of(first))
                .Add("last_at", Micros.Of(last)).Add("times", times);
        }

        foreach (var (key, times, failed, first) in batch.Counts(hit))
        {
            counts.Row().Add("print", key.Print).Add("level", key.Level).Add("at", Micros.Of(key.At)).Add("org", key.Org)
                .Add("type", key.Type).Add("times", times).Add("failed", failed).Add("jobs", first);
        }

        await session.SendAsync(Pages("AddErrors", "AddErrorCounts"), [errors.ToArg("errors"), counts.ToArg("counts")], null, ct);
    }

    private ValueTask<IReadOnlyList<ErrorGroup>> ReadErrorsAsync(string? print, ErrorFilter filter, CancellationToken ct) =>
        ReadAsync<IReadOnlyList<ErrorGroup>>(async (session, token) =>
        {
            var now = DateTimeOffset.UnixEpoch;
            await session.SendAsync(Pages("Now"), [], (_, row) => now = row.Time(0), token);
            var (level, step, since) = ErrorBatch.StepsOf(filter.Period, now);
            var (chosen, args) = LinesOf(print, filter);
            args.AddRange([Arg.Of("level", level), Arg.Of("since", since), Arg.Of("step", step)]);
            var found = await session.ListAsync(_book["ErrorGroups"].With(chosen), args, ReadError, token);
            if (found.Count == 0)
                return found;
            var trends = found.ToDictionary(one => one.Print, _ => new long[(int)((ErrorBatch.Floor(now, step) - since) / step) + 1]);
            var types = found.ToDictionary(one => one.Print, _ => new SortedSet<string>(StringComparer.Ordinal));
            args.Add(KeysOf("prints", trends.Keys));
            List<string> narrow = [.. chosen.Where(line => line is "org" or "type")];
            await session.SendAsync([_book["ErrorTrends"].With(narrow)], args, (_, row) =>
            {
                types[row.GetString(0)].Add(row.GetString(1));
                var at = (int)((row.Time(2) - since) / step);
                if (at < trends[row.GetString(0)].Length)
                    trends[row.GetString(0)][at] += row.GetInt64(3);
            }, token);
            return [.. found.Select(one => one with { Trend = trends[one.Print], Types = [.. types[one.Print]] })];
        }, ct);

    private static (List<string> Chosen, List<Arg> Args) LinesOf(string? print, ErrorFilter filter)
    {
        var chosen = new List<string>();
        var args = new List<Arg> { Arg.Of("by", filter.By.ToString().ToLowerInvariant()), Arg.Of("limit", filter.Limit) };
        Choose("org", filter.Org is not null, Arg.Of("org", filter.Org));
        Choose("type", filter.Type is not null, Arg.Of("type", filter.Type));
        if (print is not null)
        {
            Choose("one", true, Arg.Of("print", print));
            return (chosen, args);
        }

        if (chosen.Count > 0 || filter.States.Count == 0 || filter.States.Contains(ErrorState.Open))
            chosen.Add("seen");
        Choose("states", filter.States.Count > 0, Arg.Of("states", JsonRows.List(filter.States.Select(Words.Of))));
        if (!string.IsNullOrEmpty(filter.Search))
        {
            args.Add(Arg.Of("code", filter.Search));
            Choose("search", true, Arg.Of("search", $"%{Escape(filter.Search.ToLowerInvariant())}%"));
        }

        return (chosen, args);

        void Choose(string line, bool wanted, Arg arg)
        {
            if (!wanted)
                return;
            chosen.Add(line);
            args.Add(arg);
        }
    }

    private static Arg KeysOf(string name, IEnumerable<string> keys)
    {
        using var bytes = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var key in keys)
                json.WriteNumber(JsonRows.Clean(key), 1);
            json.WriteEndObject();
        }

        return Arg.Json(name, System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static ErrorMove ReadMove(DbDataReader row) => new(
        row.Time(1), row.GetString(2), row.GetString(3), new JobId(row.GetGuid(4)),
        new ErrorKind(
            row.GetString(5), Words.Class(row.GetString(6)), row.GetString(7), row.GetString(8), row.GetString(9), row.TextOrNull(10)),
        row.GetInt64(11), row.GetInt64(12));

    private static ErrorGroup ReadError(DbDataReader row) => new()
    {
        Print = row.GetString(0),
        Class = Words.Class(row.GetString(1)),
        Code = row.GetString(2),
        Pattern = row.GetString(3),
        Sample = row.GetString(4),
        Hint = row.TextOrNull(5),
        FirstAt = row.Time(6),
        LastAt = row.Time(7),
        AllTimes = row.GetInt64(8),
        State = Words.Error(row.GetString(9)),
        Until = row.TimeOrNull(10),
        UntilTimes = row.IsDBNull(11) ? null : row.GetInt64(11),
        ChangedAt = row.TimeOrNull(12),
        Actor = row.TextOrNull(13),
        Reason = row.TextOrNull(14),
        BackAt = row.TimeOrNull(15),
        Times = row.GetInt64(16),
        Failed = row.GetInt64(17),
        Jobs = row.GetInt64(18),
    };
}
