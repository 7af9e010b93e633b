using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Headway.App.Tests;

/// <summary>The server as a person starts and stops it.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task a_second_server_on_the_same_data_folder_says_where_the_first_answers()
    {
        await using var first = Serve();
        var address = (await first.AddressAsync()).GetLeftPart(UriPartial.Authority);

        await using var second = await HeadwayProcess.RunAsync(_folder.Path, "serve", "--port", "0");
        await using var demo = await HeadwayProcess.RunAsync(_folder.Path, "serve", "--port", "0", "--demo");

        Assert.Equal((ExitCode.Locked, ExitCode.Done), (await second.ExitAsync(), await demo.ExitAsync()));
        Assert.Contains($"at {address} (process {first.Id})", CommandLineTests.OneSentence(second), StringComparison.Ordinal);
        Assert.Contains(address, demo.Output, StringComparison.Ordinal);
        Assert.Empty(demo.Errors);
    }

    [Fact]
    public async Task a_port_in_use_is_named_and_another_one_offered()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, "serve", "--port", $"{port}");

        Assert.Equal(ExitCode.PortInUse, await headway.ExitAsync());
        Assert.Contains($"Port {port} is in use", CommandLineTests.OneSentence(headway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_database_of_another_process_is_left_alone()
    {
        await using var first = Serve("--store", _folder.Of("shared.db"));
        await first.AddressAsync();

        await using var second = await HeadwayProcess.RunAsync(
            _folder.Path, "serve", "--port", "0", "--data", _folder.Of("other"), "--store", _folder.Of("shared.db"));

        Assert.Equal(ExitCode.Locked, await second.ExitAsync());
        Assert.Contains("shared.db", CommandLineTests.OneSentence(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_database_of_a_later_version_is_left_alone()
    {
        await using (var migrated = await HeadwayProcess.RunAsync(_folder.Path, "migrate"))
            Assert.Equal(ExitCode.Done, await migrated.ExitAsync());
        await using (var database = new SqliteConnection($"Data Source={_folder.Of("data/headway.db")};Pooling=false"))
        {
            await database.OpenAsync(Ct);
            await using var later = database.CreateCommand();
            later.CommandText = "INSERT INTO migration (line, number, name, checksum, min_reader, applied_at) "
                + "VALUES ('jobs', 9999, 'later', 'x', 9999, 0)";
            await later.ExecuteNonQueryAsync(Ct);
        }

        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, "serve", "--port", "0");

        Assert.Equal(ExitCode.NewerDatabase, await headway.ExitAsync());
        Assert.Contains("update", CommandLineTests.OneSentence(headway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_database_that_cannot_be_reached_is_a_sentence_without_its_password()
    {
        await using var headway = await HeadwayProcess.RunAsync(
            _folder.Path, "serve", "--port", "0", "--store", $"postgres://me:secret@127.0.0.1:{CommandLineTests.FreePort()}/jobs");

        Assert.Equal(ExitCode.StoreAway, await headway.ExitAsync());
        Assert.DoesNotContain("secret", CommandLineTests.OneSentence(headway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_data_folder_that_cannot_be_written_is_a_sentence()
    {
        await File.WriteAllTextAsync(_folder.Of("file"), "", Ct);
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, "serve", "--port", "0", "--data", _folder.Of("file/data"));
        Assert.Equal(ExitCode.BadDataFolder, await headway.ExitAsync());
        Assert.Contains("--data", CommandLineTests.OneSentence(headway), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task a_server_that_is_asked_to_stop_ends_in_order(string signal)
    {
        await using var headway = Serve();
        await headway.AddressAsync();

        headway.Signal(signal);

        Assert.Equal(ExitCode.Done, await headway.ExitAsync());
        Assert.Empty(headway.Errors);
        Assert.False(File.Exists(_folder.Of("data/server.json")));
    }

    [Fact]
    public async Task jobs_are_submitted_listed_shown_watched_and_controlled_from_the_command_line()
    {
        await using var server = Serve("--no-worker");
        await server.AddressAsync();
        await File.WriteAllTextAsync(_folder.Of("a.txt"), "CS 101 Introduction to Programming", Ct);

        var submitted = await RunAsync<JobView>(
            "submit", "--type", "files.verify", "--name", "Mine", "--label", "term=autumn", "--time-limit", "2h", "--json", "a.txt");
        var listed = await RunAsync<JobPage>("jobs", "list", "status:queued label.term:AUT*", "mine", "--sort", "oldest", "--json");
        var paused = await RunAsync<JobView>("jobs", "pause", submitted.Id, "--json");
        var cancelled = await RunAsync<JobView>("jobs", "cancel", submitted.Id, "--json");
        var shown = await RunAsync<JobView>("jobs", "show", submitted.Id, "--json");
        await using var watched = await HeadwayProcess.RunAsync(_folder.Path, "jobs", "watch", submitted.Id);
        await using var refused = await HeadwayProcess.RunAsync(_folder.Path, "jobs", "pause", submitted.Id);
        await using var table = await HeadwayProcess.RunAsync(_folder.Path, "jobs", "list");

        Assert.Equal(("Mine", "autumn", 1), (submitted.Name, submitted.Labels["term"], submitted.Counts.Total));
        Assert.Equal(7200, submitted.TimeLimitSeconds);
        Assert.Equal([submitted.Id], listed.Jobs.Select(job => job.Id));
        Assert.Equal(
            (JobStatus.Paused, JobStatus.Cancelled, JobStatus.Cancelled), (paused.Status, cancelled.Status, shown.Status));
        Assert.Equal(ExitCode.Failed, await watched.ExitAsync());
        Assert.Contains("cancelled", watched.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, await refused.ExitAsync());
        Assert.Contains("cancelled", CommandLineTests.OneSentence(refused), StringComparison.Ordinal);
        Assert.Contains(submitted.Id, table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', table.Output);
    }

    [Fact]
    public async Task calls_are_stopped_and_let_go_on_from_the_command_line()
    {
        await using var server = Serve("--no-worker");
        await server.AddressAsync();

        var open = await RunAsync<BreakerView>("breakers", "open", "smtp.example.org", "--reason", "new certificate", "--json");
        await using var table = await HeadwayProcess.RunAsync(_folder.Path, "breakers", "list");
        await using var closed = await HeadwayProcess.RunAsync(_folder.Path, "breakers", "close", "smtp.example.org");
        await using var again = await HeadwayProcess.RunAsync(_folder.Path, "breakers", "close", "smtp.example.org");
        var list = await RunAsync<BreakerList>("breakers", "list", "--json");

        Assert.Equal((BreakerState.Open, "new certificate"), (open.State, open.Reason));
        Assert.Contains("new certificate", table.Output, StringComparison.Ordinal);
        Assert.Equal("smtp.example.org is called again.\n", closed.Output);
        Assert.Equal(ExitCode.Refused, await again.ExitAsync());
        Assert.Contains("are not stopped", CommandLineTests.OneSentence(again), StringComparison.Ordinal);
        Assert.Equal(BreakerState.Closed, Assert.Single(list.Breakers).State);
    }

    [Fact]
    public async Task what_fails_is_listed_and_resolved_from_the_command_line()
    {
        await using var server = Serve("--no-worker");
        await server.AddressAsync();

        await using var none = await HeadwayProcess.RunAsync(_folder.Path, "errors", "list", "--period", "7d", "--state", "open");
        var list = await RunAsync<ErrorList>("errors", "list", "--json");
        await using var unknown = await HeadwayProcess.RunAsync(_folder.Path, "errors", "ignore", "0000000000000000", "--until", "8h");

        Assert.Equal("Nothing like that has failed in 7d.\n", none.Output);
        Assert.Empty(list.Errors);
        Assert.Equal(ExitCode.Refused, await unknown.ExitAsync());
        Assert.Contains("No error has the fingerprint", CommandLineTests.OneSentence(unknown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_demo_is_plain_lines_in_a_pipe_and_is_submitted_once()
    {
        Directory.CreateDirectory(_folder.Of("samples"));
        foreach (var name in new[] { "one.txt", "two.txt" })
            await File.WriteAllTextAsync(_folder.Of($"samples/{name}"), $"CS 101 {name}: students write programs in Python and SQL.", Ct);

        await using (var first = Serve("--demo", "--samples", _folder.Of("samples")))
        {
            await first.LineAsync("Headway stays up");
            var progress = first.Output.Split('\n').Where(line => line.StartsWith("Sample syllabi  ", StringComparison.Ordinal)).ToList();
            Assert.Equal("Sample syllabi  completed: 2/2", progress[^1]);
            Assert.DoesNotContain(progress.Zip(progress.Skip(1)), pair => pair.First == pair.Second);
            Assert.DoesNotContain('\u001b', first.Output);
            first.Signal("TERM");
            Assert.Equal(ExitCode.Done, await first.ExitAsync());
        }

        await using var second = Serve("--demo", "--samples", _folder.Of("samples"));
        await second.LineAsync("The sample batch has run already (completed: 2/2)");
        await using var list = await HeadwayProcess.RunAsync(_folder.Path, "jobs", "list", "--json");
        Assert.Single(((JobPage)JsonSerializer.Deserialize(list.Output, typeof(JobPage), WireJson.Default)!).Jobs);
    }

    private HeadwayProcess Serve(params string[] more) => HeadwayProcess.Start(_folder.Path, ["serve", "--port", "0", .. more]);

    private async Task<T> RunAsync<T>(params string[] arguments)
    {
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, arguments);
        Assert.True(await headway.ExitAsync() == ExitCode.Done, headway.Errors);
        return (T)JsonSerializer.Deserialize(headway.Output, typeof(T), WireJson.Default)!;
    }
}
