namespace Headway.Catalog.Tests.Skills;

public sealed class SampleTests
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples");
    private static readonly string[] Files =
        Directory.GetFiles(Path.Combine(Samples, "syllabi")).Select(f => Path.GetFileName(f)!).ToArray();

    [Fact]
    public void there_are_twenty_documents_of_all_four_formats_and_they_are_small()
    {
        Assert.True(Files.Length >= 20);
        Assert.Equal([".doc", ".docx", ".html", ".pdf"], Files.Select(f => Path.GetExtension(f)).Distinct().Order());
        Assert.InRange(new DirectoryInfo(Path.Combine(Samples, "syllabi")).GetFiles().Sum(f => f.Length), 1, 3 << 20);
    }

    [Fact]
    public void each_document_is_listed_with_its_source_once()
    {
        var rows = File.ReadAllLines(Path.Combine(Samples, "README.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|')[1].Trim()).Where(name => name.Contains('.', StringComparison.Ordinal));
        Assert.Equal(Files.Order(), rows.Order());
    }
}
