using Headway.Catalog.Documents;

namespace Headway.Catalog.Tests.Documents;

public sealed class FileStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headway-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FileStore Store => new(Path.Combine(_folder, "files"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task a_file_is_found_by_the_hash_of_its_content()
    {
        var file = await Store.SaveAsync(new MemoryStream("abc"u8.ToArray()), Ct);

        Assert.Equal(new StoredFile("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3), file);
        await using var read = Store.Open(file.Sha256);
        Assert.Equal("abc", await new StreamReader(read!).ReadToEndAsync(Ct));
    }

    [Fact]
    public async Task the_same_content_is_kept_once_whoever_sends_it_at_the_same_time()
    {
        var content = new byte[300_000];
        new Random(7).NextBytes(content);

        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.SaveAsync(new MemoryStream(content), Ct).AsTask()));

        Assert.Single(saved.Distinct());
        var kept = Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.Equal(content, await File.ReadAllBytesAsync(kept, Ct));
    }

    [Fact]
    public async Task a_stream_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(async () => await Store.SaveAsync(new BrokenStream(), Ct));
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void a_name_that_is_none_or_is_not_there_finds_nothing(string name)
    {
        Assert.Null(Store.Find(name));
        Assert.Null(Store.Open(name));
    }

    private sealed class BrokenStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ == 0 ? ValueTask.FromResult(10) : throw new IOException("the other side went away");
    }
}
