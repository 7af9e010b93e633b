using System.ComponentModel.DataAnnotations;
using Headway.Data;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Headway.App.Tests;

public sealed class StoreDoctorTests : IDisposable
{
    private static readonly JobTypeRegistry Types =
        new([new JobType { Name = "letters", Handler = typeof(Letters), ConfigType = typeof(Letter) }]);

    private readonly TempFolder _folder = new();
    private readonly IdSource _ids = new(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task all_is_fine_in_a_new_file()
    {
        await using var store = await OpenAsync();
        var findings = await new StoreDoctor(store, Types).ExamineAsync(Ct);

        Assert.All(findings, finding => Assert.True(finding.Ok, finding.Detail));
        Assert.Equal(0, Finding.CodeOf(findings));
        Assert.Contains("journal_mode=wal, synchronous=2, cache 67.1 MB", Of(findings, "settings").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task rows_without_their_job_are_counted_and_those_on_their_way_out_are_not()
    {
        await (await OpenAsync()).DisposeAsync();
        var id = Guid.CreateVersion7();
        await EditAsync($"INSERT INTO crash (job_id, no, gen, number, at) VALUES ('{id}', 1, 1, 1, 1)");
        var lost = Of(await ExamineAsync(), "orphans");
        await EditAsync($"INSERT INTO leaving (job_id, from_at) VALUES ('{id}', 1)");

        Assert.Equal(FindingLevel.Warning, lost.Level);
        Assert.Contains("1 of crash", lost.Detail, StringComparison.Ordinal);
        Assert.True(Of(await ExamineAsync(), "orphans").Ok);
    }

    [Fact]
    public async Task worker_whose_clock_is_off_is_named()
    {
        await using var store = await OpenAsync();
        var id = await WorkerAsync(store, "letters");
        var ahead = TimeProvider.System.GetUtcNow().AddMinutes(5);
        await store.BeatAsync(new Beat(id, TimeSpan.FromMinutes(1), 0, null, 0, false) { ClockAt = ahead }, Ct);

        var clocks = (await new StoreDoctor(store, Types).ExamineAsync(Ct)).Where(finding => finding.Name == "clock").ToList();

        Assert.True(clocks[0].Ok);
        Assert.Contains("worker w", clocks[1].Detail, StringComparison.Ordinal);
        Assert.Contains("NTP", clocks[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task open_jobs_nobody_knows_or_that_do_not_fit_any_more_are_told()
    {
        await using var store = await OpenAsync();
        var fits = await EnqueueAsync(store, "letters", """{"to": "ann"}""");
        var unfit = await EnqueueAsync(store, "letters", """{"to": 7}""");
        var unknown = await EnqueueAsync(store, "telegrams", "{}");
        var doctor = new StoreDoctor(store, Types);
        var alone = await doctor.QueuedAsync(Ct);
        await WorkerAsync(store, "letters");
        var findings = await doctor.QueuedAsync(Ct);

        Assert.Contains(alone, finding => finding.Detail.Contains("no worker is up", StringComparison.Ordinal));
        var lost = Assert.Single(findings, finding => finding.Level == FindingLevel.Warning);
        Assert.Contains($"'telegrams' of 1 open jobs, first {unknown}", lost.Detail, StringComparison.Ordinal);
        var bad = Assert.Single(findings, finding => finding.Level == FindingLevel.Error);
        Assert.Contains($"first {unfit}: config.to", bad.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(findings, finding => finding.Detail.Contains(fits.ToString(), StringComparison.Ordinal));
        Assert.Equal(2, Finding.CodeOf(findings));
    }

    [Theory]
    [InlineData("fsync", "off", FindingLevel.Error)]
    [InlineData("full_page_writes", "off", FindingLevel.Error)]
    [InlineData("autovacuum", "off", FindingLevel.Error)]
    [InlineData("synchronous_commit", "off", FindingLevel.Warning)]
    [InlineData("max_connections", "69", FindingLevel.Warning)]
    [InlineData("in_hot_standby", "on", FindingLevel.Error)]
    public void setting_of_the_server_that_endangers_work_is_told(string name, string value, object level)
    {
        var fine = StoreSettings.Judge(Exam([]), processes: 3);
        var bad = StoreSettings.Judge(Exam(new() { [name] = value }), processes: 3);

        Assert.True(Assert.Single(fine).Ok);
        var finding = Assert.Single(bad);
        Assert.Equal(level, finding.Level);
        Assert.Contains(name == "in_hot_standby" ? "primary" : name, finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void statements_prepared_behind_a_pooler_are_an_error(bool pooled, bool prepares, bool fine)
    {
        var found = StoreSettings.Judge(Exam([]) with { IsPooled = pooled, Prepares = prepares }, processes: 1);
        Assert.Equal(fine, Assert.Single(found).Ok);
    }

    [Theory]
    [InlineData("journal_mode", "delete", "local disk")]
    [InlineData("quick_check", "row 7 missing from index", "headway restore")]
    [InlineData("synchronous", "1", "power cut")]
    [InlineData("cache_size", "-16", "page cache")]
    public void setting_of_the_file_that_endangers_work_is_told(string name, string value, string says)
    {
        var settings = new Dictionary<string, string>
        {
            ["sqlite_version"] = "3.51.3",
            ["journal_mode"] = "wal",
            ["synchronous"] = "2",
            ["foreign_keys"] = "0",
            ["cache_size"] = "-65536",
            ["page_size"] = "4096",
            ["quick_check"] = "ok",
            [name] = value,
        };
        var finding = Assert.Single(StoreSettings.Judge(Exam([]) with { Settings = settings }, processes: 1));
        Assert.False(finding.Ok);
        Assert.Contains(says, finding.Detail, StringComparison.Ordinal);
    }

    private static Finding Of(IReadOnlyList<Finding> findings, string name) => findings.First(finding => finding.Name == name);

    private static StoreExam Exam(Dictionary<string, string> changed)
    {
        var settings = new Dictionary<string, string> { ["server_version"] = "15.1", ["max_connections"] = "70" };
        foreach (var (name, value) in changed)
            settings[name] = value;
        return new StoreExam
        {
            Skew = TimeSpan.Zero,
            Settings = settings,
            PoolSize = 20,
            IsPooled = false,
            Prepares = true,
            Lines = [],
            Tables = [],
            Results = [],
            Orphans = [],
            Miscounted = [],
        };
    }

    private ValueTask<SqlJobStore> OpenAsync() => SqlJobStore.OpenAsync(_folder.Of("jobs.db"), new DatabaseOptions(), Ct);

    private async Task<IReadOnlyList<Finding>> ExamineAsync()
    {
        await using var store = await OpenAsync();
        return await new StoreDoctor(store, Types).ExamineAsync(Ct);
    }

    private async Task EditAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.Of("jobs.db")};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task<JobId> EnqueueAsync(SqlJobStore store, string type, string config)
    {
        var id = _ids.NewJobId();
        var job = new NewJob { Type = type, Config = config };
        await store.EnqueueAsync([new EnqueuedJob(id, job, HasPlan: false, HasFinish: false, Chunk: 1, MaxAttempts: 1)], Ct);
        return id;
    }

    private static async Task<Guid> WorkerAsync(SqlJobStore store, string type)
    {
        var session = new WorkerSession
        {
            Id = Guid.NewGuid(),
            Worker = "w",
            Host = "h",
            Version = "1",
            Queues = ["default"],
            Types = [type],
        };
        await store.OpenSessionAsync(session, TimeSpan.FromMinutes(1), Ct);
        return session.Id;
    }

    private sealed record Letter([property: Required] string To);

    private sealed class Letters : IJobHandler
    {
        public ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct) => new(Outcome.Completed());
    }
}
