using Microsoft.Extensions.Logging;
using Xunit;

namespace Headway.App.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void every_setting_is_in_the_documentation_and_nothing_else_is()
    {
        var documented = File.ReadAllLines(Path.Combine(Root(), "docs", "configuration.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(row => row.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(row => row[1].Trim('`'));

        Assert.Equal(SettingsReader.Names.Order(), documented.Keys.Order());
        Assert.All(documented, row => Assert.Equal($"`HEADWAY_{row.Key.ToUpperInvariant()}`", row.Value[2]));
    }

    [Fact]
    public void defaults_hold_where_nothing_is_given()
    {
        var settings = SettingsReader.Read(_ => null);
        Assert.Equal((5080, 20, 10, 25), (settings.Port, settings.DrainSeconds, settings.UploadMb, settings.SyllabusPdfMb));
        Assert.False(settings.IsPostgres);
        Assert.Equal(Path.Combine(settings.Data, "headway.db"), settings.SqliteFile);
    }

    [Fact]
    public void every_setting_is_read()
    {
        var given = new Dictionary<string, string>
        {
            ["port"] = "1",
            ["data"] = "/d",
            ["store"] = "postgres://me:secret@db:5432/jobs",
            ["slots"] = "3",
            ["allowed_hosts"] = "a, b",
            ["drain_seconds"] = "4",
            ["server"] = "http://there",
            ["upload_mb"] = "5",
            ["syllabus_pdf_mb"] = "6",
            ["log_level"] = "debug",
        };
        var settings = SettingsReader.Read(name => given[name]);

        Assert.Equal(SettingsReader.Names.Order(), given.Keys.Order());
        Assert.Equal((1, 3, 4, 5, 6), (settings.Port, settings.Slots, settings.DrainSeconds, settings.UploadMb, settings.SyllabusPdfMb));
        Assert.Equal(["a", "b"], settings.AllowedHosts);
        Assert.Equal(("http://there", LogLevel.Debug), (settings.Server, settings.LogLevel));
    }

    [Fact]
    public void a_password_is_never_shown()
    {
        var settings = new Settings { Store = "postgres://me:secret@db:5432/jobs" };
        Assert.True(settings.IsPostgres);
        Assert.Equal("PostgreSQL at db/jobs", settings.StoreShown);
    }

    [Theory]
    [InlineData("port", "70000")]
    [InlineData("port", "many")]
    [InlineData("slots", "0")]
    [InlineData("drain_seconds", "-1")]
    [InlineData("log_level", "loud")]
    public void a_wrong_value_is_a_usage_error_that_names_the_setting(string name, string value)
    {
        var stop = Assert.Throws<StopException>(() => SettingsReader.Read(asked => asked == name ? value : null));
        Assert.Equal(ExitCode.Usage, stop.ExitCode);
        Assert.Contains($"'{name}'", stop.Message, StringComparison.Ordinal);
        Assert.Contains(value, stop.Message, StringComparison.Ordinal);
    }

    private static string Root()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "Headway.slnx")))
            place = place.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        return place.FullName;
    }
}
