using Headway.Catalog.Deliveries;
using Headway.Machine;
using Headway.Model;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Headway.App.Tests;

public sealed class SettingsTests
{
    private static readonly Dictionary<string, string> Given = new()
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
        ["limits"] = "global=10 jobs, user:default/ann=3, type:mail.send=100 starts/60",
        ["log_level"] = "debug",
        ["public_url"] = "https://jobs.test/headway",
        ["outbound_hosts"] = "hooks.intern:8080, other",
        ["smtp_host"] = "mail",
        ["smtp_port"] = "25",
        ["smtp_tls"] = "off",
        ["smtp_user"] = "me",
        ["smtp_password"] = "word",
        ["mail_from"] = "me@a.test",
        ["key"] = "hw_x",
        ["access"] = "open",
        ["bind"] = "10.0.0.5",
        ["certificate"] = "/c.pem",
        ["certificate_key"] = "/k.pem",
        ["certificate_password"] = "open sesame",
        ["proxies"] = "10.0.0.7, 192.168.0.0/16",
    };

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
    public void keep_times_and_breakers_are_set_by_number()
    {
        var settings = SettingsReader.Read(Numbers("9").GetValueOrDefault);
        var days = TimeSpan.FromDays(9);
        Assert.Equal(
            new KeepTimes { Traces = days, Statistics = days, Requests = TimeSpan.FromHours(9), Breakers = days, Keys = days },
            settings.Keep.Times);
        Assert.Equal((days, days, days), (settings.Keep.Logs.Keep, settings.Keep.Deliveries.KeepSent, settings.Keep.Deliveries.KeepDead));
        var seconds = TimeSpan.FromSeconds(9);
        Assert.Equal(
            new BreakerRule { Window = seconds, LeastCalls = 9, FaultShare = 0.09, ProbeEvery = seconds }, settings.Breaker);
        var defaults = SettingsReader.Read(_ => null);
        Assert.Equal((new KeepTimes(), new BreakerRule()), (defaults.Keep.Times, defaults.Breaker));
    }

    [Theory]
    [InlineData("keep_trace_days", "0", "1 to")]
    [InlineData("breaker_fault_percent", "101", "1 to 100")]
    [InlineData("breaker_window_seconds", "4", "5 to 600")]
    public void number_out_of_its_range_is_told(string name, string value, string range)
    {
        var e = Assert.Throws<StopException>(() => SettingsReader.Read(asked => asked == name ? value : null));
        Assert.Contains($"'{name}' is {value}; it must be {range}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void defaults_hold_where_nothing_is_given()
    {
        var settings = SettingsReader.Read(_ => null);
        Assert.Equal((5080, 20, 10, 25), (settings.Port, settings.DrainSeconds, settings.UploadMb, settings.SyllabusPdfMb));
        Assert.Equal((null, Access.People), (settings.Key, settings.Access));
        Assert.False(settings.IsPostgres);
        Assert.True(settings.IsOnLoopback);
        Assert.Equal(Path.Combine(settings.Data, "headway.db"), settings.SqliteFile);
    }

    [Fact]
    public void every_setting_is_read()
    {
        var given = new Dictionary<string, string>(Given);
        foreach (var (name, number) in Numbers("9"))
            given[name] = number;
        var settings = SettingsReader.Read(name => given[name]);

        Assert.Equal(SettingsReader.Names.Order(), given.Keys.Order());
        Assert.Equal((1, 3, 4, 5, 6), (settings.Port, settings.Slots, settings.DrainSeconds, settings.UploadMb, settings.SyllabusPdfMb));
        Assert.Equal(["a", "b"], settings.AllowedHosts);
        Assert.Equal(["hooks.intern:8080", "other"], settings.OutboundHosts);
        Assert.Equal(("mail", 25, MailTls.Off), (settings.SmtpHost, settings.SmtpPort, settings.SmtpTls));
        Assert.Equal(("me", "word", "me@a.test"), (settings.SmtpUser, settings.SmtpPassword, settings.MailFrom));
        Assert.Equal("https://jobs.test/headway", settings.PublicUrl!.AbsoluteUri);
        Assert.Equal(
            [
                new Limit { Scope = LimitScope.Global, Unit = LimitUnit.Jobs, Most = 10 },
                new Limit { Scope = LimitScope.User, Name = "default/ann", Most = 3 },
                new Limit
                { Scope = LimitScope.Type, Name = "mail.send", Unit = LimitUnit.Starts, Most = 100, Span = TimeSpan.FromMinutes(1) },
            ],
            settings.Limits);
        Assert.Equal(("http://there", LogLevel.Debug), (settings.Server, settings.LogLevel));
        Assert.Equal(("hw_x", Access.Open), (settings.Key, settings.Access));
        Assert.Equal(("10.0.0.5", "/c.pem", "/k.pem", "open sesame"),
            ($"{settings.Bind}", settings.Certificate, settings.CertificateKey, settings.CertificatePassword));
        Assert.Equal(["10.0.0.7/32", "192.168.0.0/16"], settings.Proxies.Select(proxy => $"{proxy}"));
    }

    [Theory]
    [InlineData("global")]
    [InlineData("galaxy=3")]
    [InlineData("user:ann=3")]
    [InlineData("type:mail.send=5 starts")]
    [InlineData("global=10 elephants")]
    public void a_limit_that_is_none_is_refused_with_a_sentence(string limits)
    {
        var e = Assert.Throws<StopException>(() => SettingsReader.Read(name => name == "limits" ? limits : null));
        Assert.Equal(ExitCode.Usage, e.ExitCode);
        Assert.Contains(limits, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("15m", 900)]
    [InlineData("1.5h", 5400)]
    [InlineData("m", 60)]
    public void lengths_of_time_are_read_as_people_write_them(string text, double seconds) =>
        Assert.Equal(seconds, Times.Span(text).TotalSeconds);

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

    private static Dictionary<string, string> Numbers(string number) =>
        KeepSettings.Names.Concat(BreakerSettings.Names).ToDictionary(name => name, _ => number);
}
