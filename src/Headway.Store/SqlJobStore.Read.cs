using System.Globalization;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>What people and programs see. Optional lines of the book are chosen here and nowhere else.</summary>
public sealed partial class SqlJobStore
{
    /// <inheritdoc/>
    public ValueTask<Job?> GetJobAsync(JobId id, CancellationToken ct) => FirstAsync("GetJob", [Id(id)], Rows.Job, ct);

    /// <inheritdoc/>
    public async ValueTask<Page<Item>> ListItemsAsync(JobId id, ItemFilter filter, PageRequest page, CancellationToken ct)
    {
        var after = page.After is null ? 0 : int.TryParse(page.After, CultureInfo.InvariantCulture, out var no) ? no : throw BadPage();
        Arg[] args =
        [
            Id(id), Arg.Of("after", after), Arg.Of("limit", page.Limit + 1),
                Arg.Of("states", JsonRows.List(filter.States.Select(Words.Of))),
        ];
        List<string> chosen = ["many"];
        if (filter.States.Count > 0)
            chosen.Add("states");
        if (filter.WithInputs)
            chosen.Add("whole");
        var rows = await ListAsync(_book["ListItems"].With(chosen), args, row => Rows.Item(row, filter.WithInputs), ct);
        return Cut(rows, page.Limit, item => item.No.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public async ValueTask<Item?> GetItemAsync(JobId id, int no, CancellationToken ct) =>
        (await ListAsync(
            _book["ListItems"].With("one", "whole"), [Id(id), Arg.Of("no", no), Arg.Of("limit", 1)],
            row => Rows.Item(row, whole: true), ct)).FirstOrDefault();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Attempt>> ListAttemptsAsync(JobId id, int no, CancellationToken ct) =>
        await ListAsync(_book["ListAttempts"], [Id(id), Arg.Of("no", no)], row => Rows.Attempt(row, id, no), ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JobEvent>> ReadEventsAsync(long after, int limit, CancellationToken ct) =>
        await FeedAsync("ReadEvents", [Arg.Of("after", after), Arg.Of("limit", limit)], Rows.Event, ct);

    /// <inheritdoc/>
    public async ValueTask<long> LastEventAsync(CancellationToken ct) => (await FeedAsync("LastEvent", [], row => row.GetInt64(0), ct))[0];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JobEvent>> ListHistoryAsync(JobId id, CancellationToken ct) =>
        await ListAsync(_book["ListHistory"], [Id(id)], row => Rows.History(row, id), ct);

    /// <summary>
    /// The bound is taken in a statement of its own before the events are read: what committed in between is seen, not missed.
    /// </summary>
    private ValueTask<List<T>> FeedAsync<T>(string name, IReadOnlyList<Arg> args, Func<System.Data.Common.DbDataReader, T> read,
        CancellationToken ct) =>
        ReadAsync(async (session, token) =>
        {
            var rows = new List<T>();
            await session.SendAsync(Pages("FeedBound", name), args, (set, row) =>
            {
                if (set == 1)
                    rows.Add(read(row));
            }, token);
            return rows;
        }, ct);

    private static Page<T> Cut<T>(List<T> rows, int limit, Func<T, string> key) =>
        rows.Count > limit ? new Page<T>(rows[..limit], key(rows[limit - 1])) : new Page<T>(rows, null);

    private static string Escape(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);

    private static ArgumentException BadPage() => new("This page reference is not one that a list gave out; start from the first page.");
}
