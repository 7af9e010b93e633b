namespace Headway.App;

/// <summary>What the command's exit code says; docs/configuration.md lists them for scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int PortInUse = 3;
    public const int Locked = 4;
    public const int StoreAway = 5;
    public const int NewerDatabase = 6;
    public const int BadDataFolder = 7;
    public const int NoServer = 8;
    public const int Refused = 9;
    public const int Interrupted = 130;
}
