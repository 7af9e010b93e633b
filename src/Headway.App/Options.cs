using System.CommandLine;

namespace Headway.App;

/// <summary>Options that several verbs share. Those of <see cref="Settings"/> have no default here: other places may set them.</summary>
internal static class Options
{
    public static Option<string> Data() => new("--data") { Description = "Folder of everything Headway keeps (default ./data)." };

    public static Option<string> Store() =>
        new("--store") { Description = "postgres://… or the path of a SQLite file (default headway.db in the data folder)." };

    public static Option<int> Slots() =>
        new("--slots") { Description = "Chunks run at once (default: two for each processor, at least 4)." };

    public static Option<int> DrainSeconds() =>
        new("--drain-seconds") { Description = "Time running items get to end at a stop (default 20)." };

    public static Option<string> LogLevel() =>
        new("--log-level") { Description = "Least level logged to standard error (default Warning)." };

    public static Option<string> Server() =>
        new("--server") { Description = "Address of the server (default: the one of the data folder, else http://127.0.0.1:5080)." };

    public static Option<string> Key() =>
        new("--key") { Description = "API key (default: HEADWAY_KEY, else the right of whoever runs the server here)." };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON as the API gives it." };
}
