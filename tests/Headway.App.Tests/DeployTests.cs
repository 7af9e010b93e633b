using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Headway.App.Tests;

/// <summary>What the files of deploy promise, compared with the program: no image is built here.</summary>
public sealed partial class DeployTests : IDisposable
{
    private const int AfterDrain = 10; // seconds a host gets to close what is open
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void image_is_made_of_what_there_is()
    {
        var image = Read("deploy/Dockerfile");
        var project = Publishes().Match(image).Groups[1].Value;
        Assert.True(Directory.Exists(Path.Combine(Root(), project)), project);
        var sdk = Version().Match(Read("global.json")).Groups[1].Value;
        Assert.All(Bases().Matches(image), from => Assert.Equal(sdk, from.Groups[1].Value));
        Assert.Equal(2, Bases().Count(image));
        Assert.Contains("headway$(_NativeExecutableExtension)", Read($"{project}/Headway.App.csproj"), StringComparison.Ordinal);
        Assert.All(Programs().Matches(image), program => Assert.Equal("/opt/headway/headway", program.Groups[1].Value));
    }

    [Theory]
    [InlineData("deploy/Dockerfile")]
    [InlineData("deploy/compose.yaml")]
    [InlineData("deploy/headway.service")]
    public void every_setting_in_it_is_a_setting(string file)
    {
        var known = SettingsReader.Names.Select(name => $"HEADWAY_{name.ToUpperInvariant()}").Append("HEADWAY_DB_PASSWORD").ToList();
        var named = Settings().Matches(Read(file)).Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Fact]
    public void whoever_stops_it_waits_longer_than_it_drains()
    {
        var (image, compose, unit) = (Read("deploy/Dockerfile"), Read("deploy/compose.yaml"), Read("deploy/headway.service"));
        Assert.True(Number(image, @"DRAIN_SECONDS=(\d+)") < 10, "docker stop kills after ten seconds");
        Assert.True(Number(compose, @"stop_grace_period: (\d+)s") > Number(compose, "DRAIN_SECONDS: \"(\\d+)\"") + AfterDrain);
        Assert.True(Number(unit, @"TimeoutStopSec=(\d+)") > Number(unit, @"DRAIN_SECONDS=(\d+)") + AfterDrain);
        Assert.Contains("STOPSIGNAL SIGTERM", image, StringComparison.Ordinal);
        Assert.Contains("KillSignal=SIGTERM", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void it_is_nobody_in_particular_who_may_write_little()
    {
        var (image, compose) = (Read("deploy/Dockerfile"), Read("deploy/compose.yaml"));
        var user = Number(image, @"USER (\d+)");
        Assert.True(user > 0);
        Assert.Equal(user, Number(image, @"--uid (\d+)"));
        Assert.True(image.IndexOf("USER ", StringComparison.Ordinal) < image.IndexOf("ENTRYPOINT", StringComparison.Ordinal));
        Assert.Contains("read_only: true", compose, StringComparison.Ordinal);
        Assert.Contains("tmpfs: [/tmp]", compose, StringComparison.Ordinal);
        Assert.Contains($"VOLUME {Text(image, "HEADWAY_DATA=(\\S+)")}", image, StringComparison.Ordinal);
        Assert.Contains($":{Text(image, "HEADWAY_DATA=(\\S+)")}\"", compose, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{new Settings().Port}", compose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task server_runs_and_asks_itself_how_it_is_as_the_image_has_it()
    {
        var image = Read("deploy/Dockerfile");
        var check = Commands().Match(image).Groups[1].Value.Split("\", \"");
        Assert.Equal("health", check[^1]);
        var data = _folder.Of("data");
        // As in the image: settings by the environment alone, a home that is not there, diagnostics off.
        string[] way =
        [
            "env", $"HEADWAY_DATA={data}", "HEADWAY_DRAIN_SECONDS=5", "HEADWAY_PORT=0", "DOTNET_EnableDiagnostics=0", "HOME=/nowhere",
        ];
        await using var server = HeadwayProcess.Start(_folder.Path, way, ["serve", "--slots", "1"]);
        await server.LineAsync("Headway is at");
        await using var healthy = HeadwayProcess.Start(_folder.Path, way, ["health"]);
        Assert.Equal((0, "live"), (await healthy.ExitAsync(), healthy.Output.Trim()));
        await using var ready = HeadwayProcess.Start(_folder.Path, way, ["health", "--ready", "--json"]);
        Assert.Equal(0, await ready.ExitAsync());
        Assert.Contains("\"ready\"", ready.Output, StringComparison.Ordinal);

        server.Signal("TERM");
        Assert.Equal(0, await server.ExitAsync());
        await using var gone = HeadwayProcess.Start(_folder.Path, way, ["health"]);
        Assert.Equal(1, await gone.ExitAsync());
        CommandLineTests.OneSentence(gone);
    }

    private static int Number(string text, string pattern) => int.Parse(Text(text, pattern), CultureInfo.InvariantCulture);

    private static string Text(string text, string pattern)
    {
        var match = Regex.Match(text, pattern);
        Assert.True(match.Success, $"nothing fits {pattern}");
        return match.Groups[1].Value;
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root(), path));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));

    [GeneratedRegex(@"dotnet publish (\S+)")]
    private static partial Regex Publishes();

    [GeneratedRegex("\"version\": \"(\\d+\\.\\d+)")]
    private static partial Regex Version();

    [GeneratedRegex(@"FROM mcr\.microsoft\.com/dotnet/\w+:(\S+)")]
    private static partial Regex Bases();

    [GeneratedRegex("\\[\"(/[^\"]+)\"")]
    private static partial Regex Programs();

    [GeneratedRegex("HEALTHCHECK.*CMD \\[\"(.*)\"\\]")]
    private static partial Regex Commands();

    [GeneratedRegex("HEADWAY_[A-Z_]+")]
    private static partial Regex Settings();
}
