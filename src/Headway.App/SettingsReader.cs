using System.CommandLine;
using System.Globalization;
using System.Net;
using Headway.Catalog.Deliveries;

namespace Headway.App;

/// <summary>Reads <see cref="Settings"/> from their three places.</summary>
internal static class SettingsReader
{
    private const string Section = "headway";

    /// <summary>Every setting's name, as in appsettings.json; the variable is HEADWAY_ and the name in capitals.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["port", "data", "store", "slots", "allowed_hosts", "drain_seconds", "server", "upload_mb", "syllabus_pdf_mb", "limits",
            "log_level", "public_url", "outbound_hosts", "smtp_host", "smtp_port", "smtp_tls", "smtp_user", "smtp_password",
            "mail_from", "key", "access", "bind", "certificate", "certificate_key", "certificate_password", "proxies",
            .. KeepSettings.Names, .. BreakerSettings.Names];

    /// <summary>The settings of this command line.</summary>
    public static Settings Read(ParseResult line)
    {
        var file = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .Build();
        return Read(name => FromLine(line, name) ?? FromEnvironment(name) ?? file[$"{Section}:{name}"]);
    }

    /// <summary>The settings as one place after the other gives them.</summary>
    /// <param name="find">The text of a setting, null where it is not given.</param>
    public static Settings Read(Func<string, string?> find)
    {
        var defaults = new Settings();
        return new Settings
        {
            Port = Number(find, "port") ?? defaults.Port,
            Bind = Place(find("bind")),
            Certificate = find("certificate"),
            CertificateKey = find("certificate_key"),
            CertificatePassword = find("certificate_password"),
            Proxies = [.. Hosts(find("proxies")).Select(Proxy)],
            Data = find("data") ?? defaults.Data,
            Store = find("store"),
            Slots = Number(find, "slots"),
            AllowedHosts = Hosts(find("allowed_hosts")),
            PublicUrl = Address(find("public_url")),
            OutboundHosts = Hosts(find("outbound_hosts")),
            SmtpHost = find("smtp_host"),
            SmtpPort = Number(find, "smtp_port") ?? defaults.SmtpPort,
            SmtpTls = Word<MailTls>("smtp_tls", find("smtp_tls")) ?? defaults.SmtpTls,
            SmtpUser = find("smtp_user"),
            SmtpPassword = find("smtp_password"),
            MailFrom = find("mail_from"),
            DrainSeconds = Number(find, "drain_seconds") ?? defaults.DrainSeconds,
            Server = find("server"),
            Key = find("key"),
            Access = Word<Access>("access", find("access")) ?? defaults.Access,
            UploadMb = Number(find, "upload_mb") ?? defaults.UploadMb,
            SyllabusPdfMb = Number(find, "syllabus_pdf_mb") ?? defaults.SyllabusPdfMb,
            Limits = StartLimits.Parse(find("limits")),
            Keep = KeepSettings.Read(name => Number(find, name)),
            Breaker = BreakerSettings.Read(name => Number(find, name)),
            LogLevel = Word<LogLevel>("log_level", find("log_level")) ?? defaults.LogLevel,
        };
    }

    private static string? FromLine(ParseResult line, string name)
    {
        var option = line.CommandResult.Command.Options.FirstOrDefault(option => option.Name == $"--{name.Replace('_', '-')}");
        return option is not null && line.GetResult(option) is { Implicit: false, Tokens: [.., var last] } ? last.Value : null;
    }

    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable($"HEADWAY_{name.ToUpperInvariant()}") is { Length: > 0 } value ? value : null;

    private static int? Number(Func<string, string?> find, string name)
    {
        if (find(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new StopException(ExitCode.Usage, $"The setting '{name}' is '{text}'; it must be a whole number.");
    }

    private static string[] Hosts(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static IPAddress? Place(string? text) => text?.ToLowerInvariant() switch
    {
        null or "loopback" => null,
        "any" => IPAddress.IPv6Any, // IPv4 as well
        _ when IPAddress.TryParse(text, out var address) => address,
        _ => throw new StopException(
            ExitCode.Usage, $"The setting 'bind' is '{text}'; it must be loopback, any, or an address of this machine such as 10.0.0.5."),
    };

    private static IPNetwork Proxy(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new StopException(
                ExitCode.Usage, $"The setting 'proxies' has '{text}'; each must be an address or a network, such as 10.0.0.0/8.");
    }

    private static Uri? Address(string? text)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new StopException(
                ExitCode.Usage, $"The setting 'public_url' is '{text}'; it must be a URL such as https://jobs.example.org.");
    }

    private static T? Word<T>(string name, string? text) where T : struct, Enum
    {
        if (text is null)
            return null;
        return Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word)
            ? word
            : throw new StopException(
                ExitCode.Usage, $"The setting '{name}' is '{text}'; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
