using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Looking into one job.</summary>
public sealed partial class SqlJobStore : IInspectStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StateRun>> ReadStatesAsync(JobId id, int first, int last, CancellationToken ct)
    {
        last = (int)Math.Min(last, first + (long)IInspectStore.MostStates - 1);
        Arg[] args = [Id(id), Arg.Of("first", first), Arg.Of("last", last)];
        return ReadAsync<IReadOnlyList<StateRun>>(async (session, token) =>
        {
            var window = new StateWindow(first, last);
            await session.SendAsync(
                Pages("InspectJob", "InspectEnded", "InspectClaims", "InspectSpans", "InspectSimple"), args, window.Take, token);
            return window.Runs();
        }, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FaultGroup>> GroupFaultsAsync(JobId id, int atMost, CancellationToken ct) =>
        await ListAsync(_book["GroupFaults"], [Id(id), Arg.Of("limit", atMost)], row =>
        {
            var sample = Rows.Fault(row.GetString(7))!;
            return new FaultGroup
            {
                Class = sample.Class,
                Code = row.GetString(1),
                Times = (int)row.GetInt64(2),
                Items = (int)row.GetInt64(3),
                FirstAt = row.Time(4),
                LastAt = row.Time(5),
                SampleNo = row.GetInt32(6),
                Sample = sample,
            };
        }, ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogLine>> ReadLogBackAsync(
        JobId id, LogFilter filter, long before, int limit, CancellationToken ct)
    {
        Arg[] args =
        [
            Id(id), Arg.Of("before", before), Arg.Of("level", (int)filter.Level), Arg.Of("no", filter.No ?? 0), Arg.Of("limit", limit),
        ];
        string[] choice = filter.No is null ? [] : ["one"];
        var lines = await ListAsync(_book["ReadLogBack"].With(choice), args, row => Rows.LogLine(row, id), ct);
        lines.Reverse();
        return lines;
    }
}
