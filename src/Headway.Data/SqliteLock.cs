using System.Globalization;

namespace Headway.Data;

/// <summary>
/// One process owns a SQLite file: an exclusive lock on <c>file.lock</c> (flock on Unix), held as long as the database is open and
/// let go by the system when the process dies. The owner's process id lies beside it, in <c>file.owner</c>, for the message.
/// </summary>
internal sealed class SqliteLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _owner;

    private SqliteLock(FileStream held, string owner) => (_held, _owner) = (held, owner);

    public static SqliteLock Take(string path)
    {
        var owner = path + ".owner";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var held = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new SqliteLock(held, owner);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DatabaseException(DatabaseFault.Unavailable, $"{path} cannot be written; check the rights of its folder.", e);
        }
        catch (IOException e)
        {
            var by = File.Exists(owner) ? $"process {File.ReadAllText(owner).Trim()}" : "another process";
            throw new DatabaseException(DatabaseFault.Locked,
                $"{path} is in use by {by}; stop it, or talk to it over its API instead of opening the file.", e);
        }
    }

    public void Dispose()
    {
        File.Delete(_owner);
        _held.Dispose();
    }
}
