using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headway.App;

/// <summary>
/// One server a data folder. The lock is the operating system's, so a killed server leaves none behind; the file beside it only says
/// who holds it and where it answers.
/// </summary>
internal sealed partial class ServerFile : IDisposable
{
    private const string LockName = "server.lock";
    private const string FileName = "server.json";
    private readonly FileStream _lock;
    private readonly string _file;

    private ServerFile(FileStream @lock, string file) => (_lock, _file) = (@lock, file);

    /// <summary>Takes the folder.</summary>
    /// <returns>Null where another process has it.</returns>
    /// <exception cref="StopException">The folder cannot be written.</exception>
    public static ServerFile? TryTake(string data)
    {
        var place = Path.Combine(data, LockName);
        try
        {
            Directory.CreateDirectory(data);
            var @lock = new FileStream(place, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new ServerFile(@lock, Path.Combine(data, FileName));
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unwritable(data, e);
        }
        catch (IOException e) when (!File.Exists(place) || !Directory.Exists(data))
        {
            throw Unwritable(data, e);
        }
        catch (IOException)
        {
            return null; // held: flock refused it
        }
    }

    /// <summary>The server that has the folder.</summary>
    /// <returns>Null where none has said yet where it answers.</returns>
    public static RunningServer? Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(data, FileName)), ServerJson.Default.RunningServer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // not there, not ours to read, or half written: the same as nothing said yet
        }
    }

    /// <summary>Whether some process has the folder now.</summary>
    public static bool IsHeld(string data)
    {
        var place = Path.Combine(data, LockName);
        if (!File.Exists(place))
            return false;
        try
        {
            using var probe = new FileStream(place, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Says where this process answers, and with which key, to whoever runs it alone.</summary>
    public void Tell(string address, string? key = null)
    {
        var part = _file + ".part";
        var server = new RunningServer(Environment.ProcessId, address, key);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(part);
        using (var file = new FileStream(part, options))
            JsonSerializer.Serialize(file, server, ServerJson.Default.RunningServer);
        File.Move(part, _file, overwrite: true);
    }

    public void Dispose()
    {
        File.Delete(_file);
        _lock.Dispose();
    }

    private static StopException Unwritable(string data, Exception e) => new(
        ExitCode.BadDataFolder,
        $"The data folder {data} cannot be written ({e.Message.TrimEnd('.')}). Choose another with --data, or change its owner.", e);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(RunningServer))]
    private sealed partial class ServerJson : JsonSerializerContext;
}
