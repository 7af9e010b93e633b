using System.Runtime.InteropServices;

namespace Headway.Catalog.Documents;

/// <summary>How parser children are started and limited.</summary>
public sealed record DocumentParserOptions
{
    /// <summary>Program that answers to <c>parse-one</c>, and arguments before that word. Default: this process's own program.</summary>
    public IReadOnlyList<string> Command { get; init; } = OwnCommand();

    /// <summary>Longest time a document may take, up to 60 s. Default 30 s.</summary>
    public TimeSpan WallTime
    {
        get;
        init => field = value > TimeSpan.Zero && value <= TimeSpan.FromSeconds(60)
            ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "must be above zero and at most 60 s");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Resident memory a child may use. Default 512 MB; the managed heap gets three quarters of it.</summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 64 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "must be at least 64 MB");
    } = 512L << 20;

    /// <summary>Children started ahead, waiting for a document, 0–16. Default 2.</summary>
    public int Ahead
    {
        get;
        init => field = value is >= 0 and <= 16 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "must be 0 to 16");
    } = 2;

    /// <summary>Children that wait longer than this are ended. Default 1 min.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(1);

    internal static string RuntimeRoot =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string[] OwnCommand()
    {
        var program = Environment.ProcessPath ?? "";
        var ownHost = !Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return ownHost ? [program] : [program, Environment.GetCommandLineArgs()[0]];
    }
}
