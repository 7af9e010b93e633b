using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Xunit;

namespace Headway.App.Tests;

/// <summary>What the command says when things are not as they should be: one sentence on standard error, and the right exit code.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jobs", "list")]
    [InlineData("jobs", "show", "job_x")]
    [InlineData("jobs", "watch", "job_x")]
    [InlineData("jobs", "cancel", "job_x")]
    [InlineData("schedules", "list")]
    [InlineData("schedules", "run", "nightly")]
    [InlineData("submit", "--type", "skills.syllabus")]
    public async Task without_a_server_every_verb_says_how_to_start_one(params string[] arguments)
    {
        var port = FreePort();
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, [.. arguments, "--server", $"http://127.0.0.1:{port}"]);
        Assert.Equal(ExitCode.NoServer, await headway.ExitAsync());
        Assert.Equal($"No Headway server answers at http://127.0.0.1:{port}. Start one with `./run`.\n", headway.Errors);
        Assert.Empty(headway.Output);
    }

    [Fact]
    public async Task a_second_worker_on_a_sqlite_file_is_refused_with_the_reason()
    {
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, "work");
        Assert.Equal(ExitCode.Usage, await headway.ExitAsync());
        Assert.Contains("SQLite file belongs to one process", OneSentence(headway), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--port", "70000")]
    [InlineData("submit", "--type", "t", "no-such-file.pdf")]
    [InlineData("submit", "--type", "t", "--config", "{")]
    [InlineData("submit", "--type", "t", "--label", "x")]
    [InlineData("jobs", "list", "--server", "nowhere")]
    [InlineData("schedules", "add", "nightly", "--type", "t", "--every", "soon")]
    public async Task a_wrong_argument_is_named(params string[] arguments)
    {
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, arguments);
        Assert.Equal(ExitCode.Usage, await headway.ExitAsync());
        OneSentence(headway);
    }

    [Fact]
    public async Task a_verb_that_is_not_there_is_a_usage_error()
    {
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, "jobs", "lst");
        Assert.Equal(ExitCode.Usage, await headway.ExitAsync());
        Assert.Contains("lst", headway.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_doctor_finds_what_is_wrong_and_prints_it_for_programs()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var headway = await HeadwayProcess.RunAsync(_folder.Path, "doctor", "--json", "--port", $"{port}");

        Assert.Equal(2, await headway.ExitAsync());
        var findings = JsonSerializer.Deserialize(headway.Output, DoctorJson.Default.IReadOnlyListFinding)!;
        var bad = Assert.Single(findings, finding => !finding.Ok);
        Assert.Equal("port", bad.Name);
        Assert.Contains("--port", bad.Detail, StringComparison.Ordinal);
    }

    internal static string OneSentence(HeadwayProcess headway)
    {
        var lines = headway.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var line = Assert.Single(lines);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        return line;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
