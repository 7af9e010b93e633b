using Xunit;

namespace Headway.App.Tests;

public sealed class ServerFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void a_data_folder_has_one_server_which_says_where_it_is()
    {
        using (var first = ServerFile.TryTake(_folder.Of("data")))
        {
            Assert.NotNull(first);
            first.Tell("http://127.0.0.1:1234");
            Assert.Null(ServerFile.TryTake(_folder.Of("data")));
            Assert.True(ServerFile.IsHeld(_folder.Of("data")));
            Assert.Equal(new RunningServer(Environment.ProcessId, "http://127.0.0.1:1234"), ServerFile.Read(_folder.Of("data")));
        }

        Assert.False(ServerFile.IsHeld(_folder.Of("data")));
        Assert.Null(ServerFile.Read(_folder.Of("data")));
        using var next = ServerFile.TryTake(_folder.Of("data"));
        Assert.NotNull(next);
    }

    [Fact]
    public void a_folder_that_cannot_be_made_is_a_sentence()
    {
        File.WriteAllText(_folder.Of("file"), "");
        var stop = Assert.Throws<StopException>(() => ServerFile.TryTake(_folder.Of("file/data")));
        Assert.Equal(ExitCode.BadDataFolder, stop.ExitCode);
        Assert.Contains("--data", stop.Message, StringComparison.Ordinal);
    }
}
