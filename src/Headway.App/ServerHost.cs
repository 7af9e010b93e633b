using Headway.Catalog.Documents;
using Headway.Store;
using Headway.Web.Access;
using Headway.Web.Api;
using Headway.Web.Dashboard;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Console;

namespace Headway.App;

/// <summary>Puts the server together: engine, store, job types, web.</summary>
internal static class ServerHost
{
    /// <summary>A server that is not yet started.</summary>
    /// <param name="settings">How it runs.</param>
    /// <param name="store">Opened; whoever opened it disposes it, after the server.</param>
    /// <param name="worker">Whether it also works.</param>
    /// <param name="key">Lets in whoever may read the data folder; null where nobody is asked who they are.</param>
    /// <param name="more">Registrations on top of the product's own, last.</param>
    public static WebApplication Build(
        Settings settings, SqlJobStore store, bool worker, string? key, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
        });
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear(); // settings come by one way: SettingsReader
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Network.Listen(kestrel, settings);
        });
        AddLogging(builder.Logging, settings);
        Composition.Add(builder.Services, settings, store, worker);
        builder.Services.AddDataProtection()
            .SetApplicationName("headway")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.Data, "keys")));
        if (settings.Access == Access.People)
            builder.Services.AddHeadwayPeople(new AccessOptions { TerminalKey = key, TerminalName = Environment.UserName });
        builder.Services.AddHeadwayApi();
        builder.Services.AddHeadwayDashboard();
        builder.Services.AddSingleton(provider => Uploads.ToSink(provider.GetRequiredService<FileStore>(), settings));
        builder.Services.AddSingleton(settings.IsPostgres
            ? new BackupSource { Instead = "Back PostgreSQL up with pg_dump, then copy the data folder: docs/backup.md says how." }
            : new BackupSource { WriteAsync = (to, ct) => BackupFile.WriteAsync(to, store, settings.Data, ct) });
        more?.Invoke(builder.Services);

        var app = builder.Build();
        Network.Guard(app, settings);
        app.UseHeadwayGuards([.. settings.AllowedHosts]);
        app.MapHeadwayApi();
        if (settings.Access == Access.People)
            SignInPages.Map(app);
        app.MapHeadway();
        return app;
    }

    /// <summary>Logs go to standard error, so that standard output is what the verb prints.</summary>
    public static void AddLogging(ILoggingBuilder logging, Settings settings)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(settings.LogLevel);
        // Keys at rest are the data folder's concern, as the database is.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // what ends a start is told in one sentence
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        PacedLogs.Add(logging);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
