using Headway.Catalog;
using Headway.Catalog.Deliveries;
using Headway.Data;
using Headway.Store;
using Headway.Worker;

namespace Headway.App;

/// <summary>What every process of Headway is made of, whether it serves or only works.</summary>
internal static class Composition
{
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(10);

    /// <summary>Opens the store and brings its schema up to date.</summary>
    /// <exception cref="DatabaseException">It cannot be used; the message says why and what to do.</exception>
    public static ValueTask<SqlJobStore> OpenStoreAsync(Settings settings, CancellationToken ct) =>
        SqlJobStore.OpenAsync(Connection(settings), new DatabaseOptions(), ct);

    /// <summary>Where the database is, as the SQL kit takes it.</summary>
    public static string Connection(Settings settings) => settings.IsPostgres ? settings.Store! : settings.SqliteFile;

    /// <summary>Adds engine, store and job types.</summary>
    public static void Add(IServiceCollection services, Settings settings, SqlJobStore store, bool worker)
    {
        services.AddHeadwayStore(store);
        services.AddSingleton<IArchiveFiles>(new FolderArchive(Path.Combine(settings.Data, "archive"), TimeProvider.System));
        services.AddHeadway(headway =>
        {
            headway.AddCatalog(Path.Combine(settings.Data, "files"));
            if (Environment.GetEnvironmentVariable("HEADWAY_TRIALS") == "1")
                headway.AddTrials();
            headway.Keep(settings.Keep.Times).KeepLogs(settings.Keep.Logs).StopCalls(settings.Breaker);
            headway.Services.AddSingleton(settings.Keep.Deliveries);
            headway.AddWebhooks(new OutboundOptions { AllowedHosts = settings.OutboundHosts, PublicUrl = settings.PublicUrl });
            if (MailOf(settings) is { } mail)
                headway.AddMail(mail);
            if (worker)
                headway.AddWorker(WorkerOf(settings));
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.DrainSeconds) + AfterDrain);
    }

    private static MailOptions? MailOf(Settings settings)
    {
        if (settings.SmtpHost is not { } host)
            return null;
        if (settings.MailFrom is not { } from || !MailSender.IsSender(from))
        {
            throw new StopException(
                ExitCode.Usage, "With 'smtp_host', 'mail_from' must say whom mail comes from, e.g. Headway <headway@example.org>.");
        }

        return new MailOptions
        {
            Host = host,
            Port = settings.SmtpPort,
            Tls = settings.SmtpTls,
            User = settings.SmtpUser,
            Password = settings.SmtpPassword,
            From = from,
        };
    }

    private static WorkerOptions WorkerOf(Settings settings)
    {
        var options = new WorkerOptions { DrainGrace = TimeSpan.FromSeconds(settings.DrainSeconds) };
        return settings.Slots is { } slots ? options with { Slots = slots } : options;
    }
}
