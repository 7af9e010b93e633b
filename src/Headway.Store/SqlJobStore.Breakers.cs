using System.Data.Common;
using Headway.Data;
using Headway.Machine;
using Headway.Model;

namespace Headway.Store;

/// <summary>Destinations that fail.</summary>
public sealed partial class SqlJobStore : IBreakerStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Breaker>> CountCallsAsync(
        IReadOnlyList<CallCount> calls, BreakerRule rule, CancellationToken ct)
    {
        if (calls.Count == 0)
            return await ListAsync(_book["OpenOnes"], [], ReadBreaker, ct);
        using var rows = new JsonRows();
        foreach (var call in calls)
        {
            rows.Row().Add("org", call.Org).Add("destination", call.Destination).Add("type", call.Type).Add("calls", call.Calls)
                .Add("faults", call.Faults).Add("refused", call.Refused);
        }

        Arg[] args =
        [
            rows.ToArg("calls"), Arg.Of("slices", rule.Slices), Arg.Of("least", rule.LeastCalls), Arg.Of("share", rule.FaultShare),
            Arg.Of("again", rule.ProbeEvery),
        ];
        var open = await WriteAsync(async (session, token) =>
        {
            var found = new List<Breaker>();
            await session.SendAsync(
                Pages("AddCalls", "OpenFailing", "OpenOnes"), args, (set, row) => found.Add(ReadBreaker(row)), token);
            return found;
        }, ct);
        await CommandAsync((session, token) => session.RunAsync(_book["DropOldCalls"], [], token), ct);
        return open;
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> TakeProbeAsync(string org, string destination, BreakerRule rule, CancellationToken ct)
    {
        DateTimeOffset? opened = null;
        Arg[] args = [.. KeyOf(org, destination), Arg.Of("again", rule.ProbeEvery)];
        await CommandAsync((session, token) =>
        {
            opened = null;
            return session.SendAsync(Pages("TakeProbe"), args, (_, row) => opened = row.Time(0), token);
        }, ct);
        return opened;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EndProbeAsync(
        string org, string destination, DateTimeOffset opened, bool succeeded, BreakerRule rule, CancellationToken ct)
    {
        Arg[] args = [.. KeyOf(org, destination), Arg.Of("opened", opened), Arg.Of("again", rule.ProbeEvery)];
        if (succeeded)
            return await CloseAsync("CloseByProbe", args, ct);
        await CommandAsync((session, token) => session.RunAsync(_book["StayOpen"], args, token), ct);
        return false;
    }

    /// <inheritdoc/>
    public async ValueTask OpenBreakerAsync(string org, string destination, string? actor, string? reason, CancellationToken ct)
    {
        Arg[] args = [.. KeyOf(org, destination), Arg.Of("actor", actor), Arg.Of("reason", reason)];
        await CommandAsync((session, token) => session.RunAsync(_book["OpenByHand"], args, token), ct);
    }

    /// <inheritdoc/>
    public ValueTask<bool> CloseBreakerAsync(string org, string destination, string? actor, string? reason, CancellationToken ct) =>
        CloseAsync("CloseByHand", [.. KeyOf(org, destination), Arg.Of("actor", actor), Arg.Of("reason", reason)], ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Breaker>> ListBreakersAsync(BreakerRule rule, CancellationToken ct)
    {
        var found = new Dictionary<(string Org, string Destination), Breaker>();
        await ReadAsync(async (session, token) =>
        {
            found.Clear();
            await session.SendAsync(Pages("ListBreakers", "ListCalls"), [Arg.Of("slices", rule.Slices)], (set, row) =>
            {
                var key = (row.GetString(0), row.GetString(1));
                found[key] = set == 0 ? ReadBreaker(row) : Counted(found.GetValueOrDefault(key) ?? New(key), row);
            }, token);
            return 0;
        }, ct);
        return [.. found.Values.OrderBy(one => one.OpenedAt is null).ThenBy(one => one.Org, StringComparer.Ordinal)
            .ThenBy(one => one.Destination, StringComparer.Ordinal).Take(1000)];
    }

    private async ValueTask<bool> CloseAsync(string statement, Arg[] args, CancellationToken ct)
    {
        var closed = await WriteAsync(async (session, token) =>
        {
            var found = false;
            await session.SendAsync(Pages(statement), args, (_, _) => found = true, token);
            if (found)
                await session.RunAsync(_book["DropCalls"], args, token);
            return found;
        }, ct);
        if (closed)
            _hints.Opened();
        return closed;
    }

    private static Arg[] KeyOf(string org, string destination) => [Arg.Of("org", org), Arg.Of("destination", destination)];

    private static Breaker New((string Org, string Destination) key) => new() { Org = key.Org, Destination = key.Destination };

    private static Breaker Counted(Breaker breaker, DbDataReader row) => breaker with
    {
        Types = [.. breaker.Types, row.GetString(2)],
        Calls = breaker.Calls + (int)row.GetInt64(3),
        Faults = breaker.Faults + (int)row.GetInt64(4),
        Refused = breaker.Refused + (int)row.GetInt64(5),
    };

    private static Breaker ReadBreaker(DbDataReader row)
    {
        var (opened, probe, now) = (row.TimeOrNull(2), row.TimeOrNull(3), row.Time(8));
        return new Breaker
        {
            Org = row.GetString(0),
            Destination = row.GetString(1),
            State = opened is null ? BreakerState.Closed
                : row.GetBoolean(4) && probe > now ? BreakerState.HalfOpen : BreakerState.Open,
            OpenedAt = opened,
            ProbeAt = probe,
            ProbeIn = probe is { } at ? at > now ? at - now : TimeSpan.Zero : null,
            ChangedAt = row.Time(5),
            Actor = row.TextOrNull(6),
            Reason = row.TextOrNull(7),
        };
    }
}
