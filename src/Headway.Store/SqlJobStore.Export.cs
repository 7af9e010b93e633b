using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Reading everything, window by window.</summary>
public sealed partial class SqlJobStore : IExportStore
{
    private const int Window = 1000;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Item>> ReadItemsAsync(JobId id, ItemFilter filter, int first, int last, CancellationToken ct)
    {
        Arg[] args =
        [
            Id(id), Arg.Of("after", first - 1), Arg.Of("last", Math.Min(last, first + Window - 1)), Arg.Of("limit", Window),
            Arg.Of("states", JsonRows.List(filter.States.Select(Words.Of))),
        ];
        string[] choice = filter.States.Count > 0 ? ["many", "upto", "whole", "states"] : ["many", "upto", "whole"];
        return await ListAsync(_book["ListItems"].With(choice), args, row => Rows.Item(row, whole: true), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Attempt>> ReadAttemptsAsync(JobId id, int first, int last, CancellationToken ct)
    {
        last = Math.Min(last, first + Window - 1);
        Arg[] args = [Id(id), Arg.Of("first", first), Arg.Of("last", last)];
        return await ReadAsync(async (session, token) =>
        {
            var chunks = new List<ChunkAttempt>();
            var faults = new Dictionary<(int No, int Generation, int Number), string>();
            await session.SendAsync(Pages("ExportAttempts", "ExportFaults"), args, (set, row) =>
            {
                if (set == 0)
                    chunks.Add(Rows.ChunkAttempt(row));
                else
                    faults[(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2))] = row.GetString(3);
            }, token);
            var attempts = from chunk in chunks
                           from no in Enumerable.Range(chunk.Lo, chunk.Hi - chunk.Lo + 1)
                           where no >= first && no <= last
                           orderby no, chunk.Generation, chunk.Number, chunk.EndedAt
                           select chunk.Of(id, no, faults.GetValueOrDefault((no, chunk.Generation, chunk.Number)));
            return attempts.ToList();
        }, ct);
    }
}

/// <summary>An attempt as stored: one row for all items of its chunk.</summary>
internal sealed record ChunkAttempt(
    int Lo, int Hi, int Generation, int Number, string Outcome, string Worker, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    /// <summary>The attempt of one of its items; a fault counts where the attempt ended by itself.</summary>
    public Attempt Of(JobId id, int no, string? fault) => new()
    {
        JobId = id,
        No = no,
        Generation = Generation,
        Number = Number,
        Outcome = Words.Outcome(Outcome, fault is not null),
        Fault = Outcome == "ended" ? Rows.Fault(fault) : null,
        Worker = Worker,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
    };
}
