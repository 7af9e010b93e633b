using System.Net;
using Headway.Catalog.Deliveries;
using Headway.Machine;
using Headway.Model;

namespace Headway.App;

/// <summary>
/// Everything that can be set, read once: the command line wins over <c>HEADWAY_*</c> variables, those over appsettings.json, that over
/// the default.
/// docs/configuration.md is the list for people; a test holds the two together.
/// </summary>
internal sealed record Settings
{
    /// <summary>TCP port; 0 takes a free one.</summary>
    public int Port { get; init => field = value is >= 0 and <= 65535 ? value : throw Wrong("port", value, "0 to 65535"); } = 5080;

    /// <summary>Address it listens at; null: loopback's.</summary>
    public IPAddress? Bind { get; init; }

    /// <summary>The server can be reached from its own machine alone.</summary>
    public bool IsOnLoopback => Bind is null || IPAddress.IsLoopback(Bind);

    /// <summary>File of its certificate, PFX or PEM; null: no TLS of its own.</summary>
    public string? Certificate { get; init; }

    /// <summary>File of the certificate's private key, where that is not in the same file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Password of the private key.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Proxies whose word is taken for who calls, by which name and whether by HTTPS.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Folder of everything Headway keeps, absolute.</summary>
    public string Data { get; init => field = Path.GetFullPath(value); } = Path.GetFullPath("data");

    /// <summary>A PostgreSQL URL or a path to a SQLite file; null: <c>headway.db</c> in the data folder.</summary>
    public string? Store { get; init; }

    /// <summary>Chunks run at once; null: two for each processor, at least 4.</summary>
    public int? Slots { get; init => field = value is null or (>= 1 and <= 1000) ? value : throw Wrong("slots", value, "1 to 1000"); }

    /// <summary>Names the server may be called by besides localhost.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Seconds running items get to end when the process is asked to stop.</summary>
    public int DrainSeconds
    {
        get;
        init => field = value is >= 0 and <= 3600 ? value : throw Wrong("drain_seconds", value, "0 to 3600");
    } = 20;

    /// <summary>
    /// Address of the server the other verbs talk to; null: found through the data folder, else loopback at the default port.
    /// </summary>
    public string? Server { get; init; }

    /// <summary>API key the other verbs show; null: that of the server of the data folder.</summary>
    public string? Key { get; init; }

    /// <summary>Who is let in.</summary>
    public Access Access { get; init; }

    /// <summary>Largest uploaded file, in MB.</summary>
    public int UploadMb { get; init => field = value is >= 1 and <= 4096 ? value : throw Wrong("upload_mb", value, "1 to 4096"); } = 10;

    /// <summary>Largest uploaded PDF of a syllabus job, in MB.</summary>
    public int SyllabusPdfMb
    {
        get;
        init => field = value is >= 1 and <= 4096 ? value : throw Wrong("syllabus_pdf_mb", value, "1 to 4096");
    } = 25;

    /// <summary>Where people reach the dashboard, for links in webhooks and mail; null: no links.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Hosts, or hosts with a port, that webhooks may go to though they are not on the public internet.</summary>
    public IReadOnlyList<string> OutboundHosts { get; init; } = [];

    /// <summary>The server that takes mail; null: no mail is sent.</summary>
    public string? SmtpHost { get; init; }

    /// <summary>Its port.</summary>
    public int SmtpPort { get; init => field = value is >= 1 and <= 65535 ? value : throw Wrong("smtp_port", value, "1 to 65535"); } = 587;

    /// <summary>How the connection to it is kept private.</summary>
    public MailTls SmtpTls { get; init; }

    /// <summary>Who signs in there; null: nobody.</summary>
    public string? SmtpUser { get; init; }

    /// <summary>That user's password.</summary>
    public string? SmtpPassword { get; init; }

    /// <summary>Whom mail comes from.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Limits that stand from the first start on, until they are changed.</summary>
    public IReadOnlyList<Limit> Limits { get; init; } = [];

    /// <summary>How long what only passes through is kept.</summary>
    public KeepSettings Keep { get; init; } = new();

    /// <summary>When calls to a destination that fails stop.</summary>
    public BreakerRule Breaker { get; init; } = new();

    /// <summary>Least level that is logged to standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>The store in words for a person, without a password.</summary>
    public string StoreShown => IsPostgres
        ? Uri.TryCreate(Store, UriKind.Absolute, out var url) ? $"PostgreSQL at {url.Host}{url.AbsolutePath}" : "PostgreSQL"
        : $"SQLite in {SqliteFile}";

    /// <summary>The store is a PostgreSQL.</summary>
    public bool IsPostgres => Store is { } store && (
        store.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || store.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || store.Contains("Host=", StringComparison.OrdinalIgnoreCase));

    /// <summary>Path of the SQLite file; meaningless with PostgreSQL.</summary>
    public string SqliteFile => Path.GetFullPath(Store ?? Path.Combine(Data, "headway.db"));

    private static StopException Wrong(string name, int? value, string range) =>
        new(ExitCode.Usage, $"The setting '{name}' is {value}; it must be {range}.");
}
