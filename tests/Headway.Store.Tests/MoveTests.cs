using Headway.Data;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>An installation on its way from a SQLite file to PostgreSQL.</summary>
[Collection("postgres")]
public sealed class MoveTests
{
    private readonly CallNumbers _ids = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task everything_moves_and_open_work_goes_on_at_the_target()
    {
        await using var from = await SqliteUnderTest.OpenAsync();
        await using var to = await PostgresUnderTest.OpenAsync();
        var (source, target) = ((SqlJobStore)from.Store, (SqlJobStore)to.Store);
        var running = await FillAsync(source);
        await FillTablesAsync(from);
        var before = await ReadAsync(source);

        var lines = new List<string>();
        var rows = await new DatabaseMove(source, target, lines.Add).RunAsync(Ct);

        string[] own = ["migration", "duty", "job_tally", "job_move"];
        var tables = (await TableShape.ReadAsync(from.Database, Ct)).Select(table => table.Name).Except(own).ToList();
        Assert.Equal(tables, lines.Select(line => line.Split(':')[0]));
        Assert.All(lines, line => Assert.EndsWith("compared", line, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(": 0 rows", StringComparison.Ordinal));
        Assert.True(rows > tables.Count);
        var after = await ReadAsync(target);
        Assert.Equal(before.Where(job => job.Id != running).Select(Shown), after.Where(job => job.Id != running).Select(Shown));
        var back = after.Single(job => job.Id == running);
        Assert.Equal((0, 1), (back.Counts.Running, back.Counts.Due));
        await target.KeepLimitsAsync(Ct); // as upkeep does first thing: limits moved along
        var session = await OpenSessionAsync(target);
        var chunk = Assert.Single(await target.ClaimAsync(
            new ClaimRequest(session, _ids.NextCall(), new Lane("default", "runs", Orgs.Default), 5, 5), Ct));
        Assert.Equal((running, 1), (chunk.Key.JobId, chunk.Number));
        Assert.True(await target.LastEventAsync(Ct) > await source.LastEventAsync(Ct));
        Assert.Equal((0, 0), Counts(await target.CheckAsync(Ct)));
        Assert.Equal(0, await target.AuditTalliesAsync(Ct));
    }

    [Fact]
    public async Task target_with_data_is_refused_and_a_broken_move_is_begun_again()
    {
        await using var from = await SqliteUnderTest.OpenAsync();
        await using var to = await PostgresUnderTest.OpenAsync();
        var (source, target) = ((SqlJobStore)from.Store, (SqlJobStore)to.Store);
        await FillAsync(source);

        var broken = new DatabaseMove(source, target, line =>
        {
            if (line.StartsWith("item", StringComparison.Ordinal))
                throw new OperationCanceledException("the power went");
        });
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await broken.RunAsync(Ct));
        var lines = new List<string>();
        await new DatabaseMove(source, target, lines.Add).RunAsync(Ct);
        var again = await Assert.ThrowsAsync<DatabaseException>(async () =>
            await new DatabaseMove(source, target, lines.Add).RunAsync(Ct));

        Assert.Contains("broken off", lines[0], StringComparison.Ordinal);
        Assert.Contains("holds data already", again.Message, StringComparison.Ordinal);
        Assert.Equal((await ReadAsync(source)).Count, (await ReadAsync(target)).Count);
    }

    [Fact]
    public async Task source_that_a_server_runs_on_is_refused()
    {
        await using var from = await SqliteUnderTest.OpenAsync();
        var e = await Assert.ThrowsAsync<DatabaseException>(async () =>
            await SqlJobStore.OpenAsync(from.Database.Place, new DatabaseOptions(), Ct));
        Assert.Equal(DatabaseFault.Locked, e.Fault);
    }

    [Fact]
    public async Task every_sequence_is_set()
    {
        await using var to = await PostgresUnderTest.OpenAsync();
        var names = await to.Database.ListAsync(TestBook.Of(Dialect.Postgres)["Sequences"], [], row => row.GetString(0), Ct);
        Assert.Equal( // another one belongs into SetSequences too, except of a table that is not moved, as the last is
            ["before_image_seq_seq", "delivery_id_seq", "error_move_id_seq", "event_no", "job_log_id_seq", "job_move_id_seq"], names);
    }

    private static string Shown(Job job) => $"{job.Id} {job.Status} {job.Counts} {job.Seq} {job.CreatedAt:O} {job.FinishedAt:O} {job.Name}";

    private static (int, int) Counts((IReadOnlyList<JobId> Wrong, IReadOnlyList<JobId> Alone) check) =>
        (check.Wrong.Count, check.Alone.Count);

    private static async ValueTask<IReadOnlyList<Job>> ReadAsync(SqlJobStore store) =>
        (await store.ListJobsAsync(new JobFilter(), new PageRequest(1000), Ct)).Rows;

    /// <summary>Jobs in all places of their life.</summary>
    /// <returns>One that runs, in a session whose process is gone.</returns>
    private async ValueTask<JobId> FillAsync(SqlJobStore store)
    {
        var ids = new List<JobId>();
        foreach (var (type, items) in new[] { ("work", (int?)1200), ("work", null), ("wait", 3), ("runs", null), ("old", 2) })
        {
            ids.Add(_ids.NextJob());
            var job = new NewJob
            {
                Type = type,
                Name = "Ünï \"quoted\" \\ \n 🎓",
                Config = """{"a": 1.5e300, "b": "ü"}""",
                Labels = new Dictionary<string, string> { ["k"] = "v" },
                Items = items is { } count ? [.. Enumerable.Range(1, count).Select(no => new NewItem($"i{no}", "[1]"))] : null,
            };
            await store.EnqueueAsync([new EnqueuedJob(ids[^1], job, false, type == "work", 1, 3)], Ct);
        }

        var session = await OpenSessionAsync(store);
        var fault = new Fault { Class = FaultClass.Transient, Code = "broken", Message = "It broke." };
        foreach (var (type, state) in new[] { ("work", ItemState.Failed), ("wait", ItemState.Retrying), ("old", ItemState.Completed) })
        {
            var chunks = await store.ClaimAsync(
                new ClaimRequest(session, _ids.NextCall(), new Lane("default", type, Orgs.Default), 2, 2), Ct);
            await store.FinishAsync([.. chunks.Select(chunk => new FinishedChunk(
                chunk.Key,
                [new ItemOutcome { No = chunk.Key.Lo, State = state, Fault = state == ItemState.Completed ? null : fault, RetryIn = Hour }],
                [], [], new ChunkUsage(Hour)))], Ct);
        }

        await store.ControlAsync(ids[1], JobControl.Pause, "ann", Ct);
        Assert.Single(await store.ClaimAsync(
            new ClaimRequest(session, _ids.NextCall(), new Lane("default", "runs", Orgs.Default), 2, 2), Ct));
        var old = (await store.GetJobAsync(ids[4], Ct))!;
        await store.DeleteAsync([new Departure(old.Id, old.Seq, new ArchivePlace("f", 1, 2))], null, Ct);
        await store.SetRulesAsync([new RetentionRule { Age = Hour }], Ct);
        return ids[3];
    }

    /// <summary>A row for each table that filling by the store's own methods leaves empty.</summary>
    private static async ValueTask FillTablesAsync(SqlUnderTest under)
    {
        foreach (var table in await TableShape.ReadAsync(under.Database, Ct))
        {
            var rows = new TableRows(table, Dialect.Sqlite);
            var empty = true;
            await under.Database.ReadAsync((session, ct) => rows.ReadAsync(session, null, null, 1, _ => empty = false, ct), Ct);
            if (!empty)
                continue;
            var columns = table.Columns.Select(column =>
                $"\"{column.Name}\":{Words.GetValueOrDefault($"{table.Name}.{column.Name}") ?? Some(column.Kind)}");
            await under.Database.WriteAsync((session, ct) => rows.AddAsync(session, $"[{{{string.Join(',', columns)}}}]", ct), Ct);
        }
    }

    /// <summary>What stands in columns that take few words.</summary>
    private static readonly Dictionary<string, string> Words = new()
    {
        ["delivery.state"] = "\"waiting\"",
        ["delivery.done_at"] = "null",
        ["subscription.channel"] = "\"webhook\"",
        ["hold.kind"] = "\"queue\"",
        ["limit_rule.scope"] = "\"org\"",
        ["limit_rule.unit"] = "\"slots\"",
        ["limit_rule.span"] = "null",
        ["schedule.overlap"] = "\"skip\"",
        ["schedule.misfire"] = "\"once\"",
        ["schedule.paused_at"] = "null",
        ["job_after.kind"] = "\"after\"",
        ["job_after.on_failure"] = "\"fail\"",
        ["job_after.after_id"] = "\"019b76da-a801-7000-8000-000000000002\"",
        ["error.verdict"] = "\"resolved\"",
        ["error.until"] = "null",
        ["error.until_times"] = "null",
        ["fire.outcome"] = "\"waiting\"",
        ["fire.job_id"] = "null",
        ["membership.role"] = "\"owner\"",
        ["api_key.role"] = "\"viewer\"",
        ["api_key.scopes"] = "null",
    };

    private static string Some(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => "7",
        ColumnKind.Real => "0.1",
        ColumnKind.Flag => "true",
        ColumnKind.Id => "\"019b76da-a801-7000-8000-000000000001\"",
        ColumnKind.Bytes => "\"00ff\"",
        _ => "\"{}\"",
    };

    private async ValueTask<Guid> OpenSessionAsync(SqlJobStore store)
    {
        var session = _ids.NextCall();
        await store.OpenSessionAsync(
            new WorkerSession { Id = session, Worker = "w", Host = "h", Version = "1", Queues = ["default"], Types = ["work"] }, Hour, Ct);
        return session;
    }

    private static TimeSpan Hour => TimeSpan.FromHours(1);
}
