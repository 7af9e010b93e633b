namespace Headway.Store.Tests;

/// <summary>The contract on SQLite.</summary>
public sealed class SqliteStoreTests : JobStoreContract
{
    protected override async ValueTask<StoreUnderTest> OpenAsync() => await SqliteUnderTest.OpenAsync();
}

/// <summary>Fresh files.</summary>
internal static class SqliteUnderTest
{
    public static ValueTask<SqlUnderTest> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("headway-sqlite-").FullName;
        return SqlUnderTest.OpenAsync(Path.Combine(folder, "jobs.db"), () =>
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        });
    }
}
