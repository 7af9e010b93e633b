using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Xunit;

namespace Headway.Web.Tests.Api;

[Collection(nameof(Alone))]
public sealed class ExportApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task jobs_of_a_filter_are_a_table_with_a_head_under_a_file_name()
    {
        var done = await _server.SubmitAsync(1, "Über, \"all\"\nlines");
        await _server.WorkAsync(1);
        await _server.SubmitAsync(1);

        using var response = await _server.Client.GetAsync("/api/v1/jobs/export?status=completed", Ct);
        var rows = CsvTable.Read(await response.Content.ReadAsStringAsync(Ct));

        Assert.Equal("text/csv; charset=utf-8; header=present", response.Content.Headers.ContentType!.ToString());
        Assert.Matches("^headway-jobs-[0-9]{8}T[0-9]{6}Z\\.csv$", response.Content.Headers.ContentDisposition!.FileName!);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition.DispositionType);
        Assert.Equal(ExportColumns.Jobs.Select(column => column.Name), rows[0]);
        var row = rows[0].Zip(Assert.Single(rows.Skip(1))).ToDictionary(cell => cell.First, cell => cell.Second);
        Assert.Equal((done.Id, done.Name, "completed", "1", "{}"),
            (row["id"], row["name"], row["status"], row["completed"], row["config"]));
        Assert.Equal(done.CreatedAt, DateTimeOffset.Parse(row["created_at"], null));
    }

    [Fact]
    public async Task items_and_attempts_carry_what_came_of_them()
    {
        var job = await _server.SubmitAsync(3);
        await _server.WorkAsync(1);
        await _server.WorkAsync(1, ItemState.Failed);

        var items = await LinesAsync($"/api/v1/jobs/{job.Id}/items/export?format=jsonl");
        var failed = await LinesAsync($"/api/v1/jobs/{job.Id}/items/export?format=jsonl&state=failed");
        var attempts = await LinesAsync($"/api/v1/jobs/{job.Id}/attempts/export?format=jsonl");
        var all = await LinesAsync($"/api/v1/jobs/export?rows=attempts&format=jsonl&type={ApiServer.Type}");

        Assert.Equal(["completed", "failed", "ready"], items.Select(item => item.GetProperty("state").GetString()));
        Assert.Equal("hello", items[0].GetProperty("output").GetProperty("said").GetString());
        Assert.Equal("encrypted", Assert.Single(failed).GetProperty("fault_code").GetString());
        Assert.Equal(["completed", "failed"], attempts.Select(attempt => attempt.GetProperty("outcome").GetString()));
        Assert.Equal(attempts.Select(attempt => attempt.ToString()), all.Select(attempt => attempt.ToString()));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("jsonl")]
    public async Task more_than_a_page_is_whole_and_in_order(string format)
    {
        const int count = 1_234;
        var expected = new List<string>();
        for (var page = 0; page < 2; page++)
            expected.AddRange((await _server.SubmitManyAsync(count / 2)).Select(id => id.ToString()));
        expected.Reverse();

        var text = await _server.Client.GetStringAsync($"/api/v1/jobs/export?format={format}", Ct);
        var ids = format switch
        {
            "csv" => CsvTable.Read(text).Skip(1).Select(row => row[0]),
            "json" => JsonDocument.Parse(text).RootElement.EnumerateArray().Select(row => row.GetProperty("id").GetString()!),
            _ => Lines(text).Select(row => row.GetProperty("id").GetString()!),
        };
        Assert.Equal(expected, ids);
    }

    [Theory]
    [InlineData("=1+2")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData(" =1")]
    [InlineData("\u00a0=1")]
    [InlineData("\u200b=1")]
    [InlineData("\ufeff@x")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("\ttab")]
    [InlineData("\rreturn")]
    [InlineData("\nline")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠x")]
    [InlineData("'=1")]
    [InlineData("''+1")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("\0=1")]
    public void formula_is_made_harmless_and_comes_back_as_it_was(string text)
    {
        var cell = Assert.Single(Assert.Single(CsvTable.Read(CsvText.Field(text) + "\r\n")));
        Assert.StartsWith("'", cell, StringComparison.Ordinal);
        Assert.Equal(text, CsvTable.Unmark(cell));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("'tis")]
    [InlineData("a=b")]
    [InlineData("1-2")]
    [InlineData(" leading, and \"quotes\"\r\nand lines ")]
    public void other_texts_stay_as_they_are(string text)
    {
        var cell = Assert.Single(Assert.Single(CsvTable.Read(CsvText.Field(text) + "\r\n")));
        Assert.Equal((text, text), (cell, CsvTable.Unmark(cell)));
    }

    [Fact]
    public async Task no_rows_are_still_a_file_of_their_format()
    {
        Assert.Equal("[]\n", await _server.Client.GetStringAsync("/api/v1/jobs/export?format=json", Ct));
        Assert.Empty(await _server.Client.GetStringAsync("/api/v1/jobs/export?format=jsonl", Ct));
        Assert.Single(CsvTable.Read(await _server.Client.GetStringAsync("/api/v1/jobs/export", Ct)));
    }

    [Theory]
    [InlineData("/api/v1/jobs/export?format=xml", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("/api/v1/jobs/export?rows=workers", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("/api/v1/jobs/job_x/items/export", HttpStatusCode.NotFound, "no_such_job")]
    [InlineData("/api/v1/jobs/019b76da-a801-7000-8000-000000000001/attempts/export", HttpStatusCode.NotFound, "no_such_job")]
    public async Task what_cannot_be_exported_is_said(string path, HttpStatusCode status, string code)
    {
        using var response = await _server.Client.GetAsync(path, Ct);
        await ApiServer.ProblemAsync(response, status, code);
    }

    [Fact]
    public async Task many_rows_need_no_more_memory_than_a_thousand()
    {
        await StreamAsync(1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var rows = await StreamAsync(300_000, () => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)));
        Assert.Equal(300_000, rows);
        Assert.True(most - before < 8_000_000, $"{most - before:N0} bytes more");
    }

    [Fact]
    public void columns_are_those_the_documents_explain()
    {
        var lines = File.ReadAllLines(Docs());
        foreach (var (rows, columns) in new[]
        {
            ("jobs", ExportColumns.Jobs.Select(column => column.Name)), ("items", ExportColumns.Items.Select(column => column.Name)),
            ("attempts", ExportColumns.Attempts.Select(column => column.Name)),
        })
        {
            var line = Assert.Single(lines, line => line.StartsWith($"| {rows} | `", StringComparison.Ordinal));
            Assert.Equal(columns, line.Split('`').Where((_, i) => i % 2 == 1));
        }
    }

    private static async Task<long> StreamAsync(int count, Action? look = null)
    {
        var rows = RowsAsync(count, look).GetAsyncEnumerator(Ct);
        var more = await rows.MoveNextAsync();
        return await new ExportWriter<Item>(PipeWriter.Create(Stream.Null), ExportFormat.Csv, ExportColumns.Items)
            .WriteAsync(rows, more, Ct);
    }

    private static async IAsyncEnumerable<Item> RowsAsync(int count, Action? look)
    {
        for (var no = 1; no <= count; no++)
        {
            if (no % 100_000 == 0)
                look?.Invoke();
            yield return new Item { JobId = default, No = no, State = ItemState.Ready, Input = """{"a": "text, with a comma"}""" };
        }

        await Task.CompletedTask;
    }

    private async Task<List<JsonElement>> LinesAsync(string path) => Lines(await _server.Client.GetStringAsync(path, Ct));

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    private static string Docs([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/api.md");
}
