namespace Headway.App;

/// <summary>A file that is there whole or not at all: written beside, forced to disk, and renamed.</summary>
internal static class DownloadedFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">Where; a file of that name is replaced.</param>
    /// <param name="write">Writes its content.</param>
    /// <returns>Its size in bytes.</returns>
    /// <exception cref="StopException">It cannot be written.</exception>
    public static async Task<long> WriteAsync(string path, Func<Stream, Task> write)
    {
        var part = path + ".part";
        try
        {
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
            return new FileInfo(path).Length;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new StopException(ExitCode.Usage, $"'{path}' cannot be written; choose another place.", e);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
