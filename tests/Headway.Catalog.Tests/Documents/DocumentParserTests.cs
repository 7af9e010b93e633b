using Headway.Catalog.Documents;

namespace Headway.Catalog.Tests.Documents;

/// <summary>Real documents, good and bad, through real children.</summary>
public sealed class DocumentParserTests
{
    private static readonly string[] Limits = ["bomb", "too_deep", "too_many_parts", "too_large", "timeout", "memory"];

    private static DocumentParserOptions Options => new() { Command = [Repository.Command] };

    [Theory]
    [InlineData("pdf", 0.93)]
    [InlineData("docx", 0.97)]
    [InlineData("doc", 0.95)]
    [InlineData("html", 0.97)]
    public async Task words_agree_with_a_well_known_extractor(string extension, double atLeast)
    {
        await using var parser = new DocumentParser(Options, TimeProvider.System);
        var scores = new List<double>();
        foreach (var expected in Directory.GetFiles(Path.Combine(Repository.Corpus, "expected"), $"*.{extension}.txt"))
        {
            var file = Path.Combine(Repository.Samples, Path.GetFileNameWithoutExtension(expected));
            var outcome = await parser.ParseAsync(Path.GetFileName(file), await File.ReadAllBytesAsync(file), CancellationToken.None);
            Assert.True(outcome.Text is not null, $"{file}: {outcome.Fault?.Code} {outcome.Detail}");
            scores.Add(WordBag.Agreement(outcome.Text.Text, await File.ReadAllTextAsync(expected)));
        }

        Assert.NotEmpty(scores);
        Assert.True(scores.Average() >= atLeast, $"mean {scores.Average():0.000} over {scores.Count}, worst {scores.Min():0.000}");
    }

    [Fact]
    public async Task bad_documents_end_as_the_manifest_says_and_harm_nobody()
    {
        await using var parser = new DocumentParser(Options, TimeProvider.System);
        var rows = (await File.ReadAllLinesAsync(Path.Combine(Repository.Corpus, "bad", "manifest.tsv")))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')).ToList();
        var wrong = new List<string>();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (row, ct) =>
        {
            var file = await File.ReadAllBytesAsync(Path.Combine(Repository.Corpus, "bad", row[0]), ct);
            var outcome = await parser.ParseAsync(row[0], file, ct);
            if (!EndsAs(outcome, row[1].Split('|')))
            {
                lock (wrong)
                    wrong.Add($"{row[0]}: {outcome.Fault?.Code ?? "text"} instead of {row[1]} ({outcome.Detail})");
            }
        });
        Assert.True(rows.Count >= 60, $"only {rows.Count} files");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task entities_never_bring_a_local_file_into_the_text()
    {
        await using var parser = new DocumentParser(Options, TimeProvider.System);
        foreach (var name in new[] { "own-external-entity.docx", "poi-ExternalEntityInText.docx" })
        {
            var outcome = await parser.ParseAsync(name, await File.ReadAllBytesAsync(Path.Combine(Repository.Corpus, "bad", name)),
                CancellationToken.None);
            Assert.Equal(DocumentFault.Corrupt, outcome.Fault);
            Assert.DoesNotContain("root:", outcome.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task document_that_takes_too_long_is_stopped_and_the_next_one_is_read()
    {
        await using var parser = new DocumentParser(Options with
        { WallTime = TimeSpan.FromMilliseconds(1), Ahead = 0 }, TimeProvider.System);
        var late = await parser.ParseAsync("a.txt", "hello"u8.ToArray(), CancellationToken.None);
        Assert.Equal(DocumentFault.Timeout, late.Fault);
        await using var patient = new DocumentParser(Options, TimeProvider.System);
        Assert.Equal("hello", (await patient.ParseAsync("a.txt", "hello"u8.ToArray(), CancellationToken.None)).Text?.Text);
    }

    [Fact]
    public async Task document_that_takes_too_much_memory_is_stopped()
    {
        await using var parser = new DocumentParser(Options with { MemoryBytes = 64 << 20, Ahead = 0 }, TimeProvider.System);
        var text = new byte[40 << 20];
        Array.Fill(text, (byte)'a');
        var outcome = await parser.ParseAsync("a.txt", text, CancellationToken.None);
        Assert.Contains(outcome.Fault, new[] { DocumentFault.Memory, DocumentFault.TooLarge });
        Assert.Null(outcome.Text);
    }

    [Fact]
    public async Task larger_than_any_child_would_take_is_refused_before_one_is_asked()
    {
        await using var parser = new DocumentParser(new DocumentParserOptions { Command = ["/nowhere/headway"] }, TimeProvider.System);
        var outcome = await parser.ParseAsync("a.txt", new byte[(200 << 20) + 1], CancellationToken.None);
        Assert.Equal(DocumentFault.TooLarge, outcome.Fault);
    }

    [Fact]
    public async Task child_stands_in_the_walls_this_machine_allows()
    {
        await using var parser = new DocumentParser(Options, TimeProvider.System);
        Assert.Equal("hello", (await parser.ParseAsync("a.txt", "hello"u8.ToArray(), CancellationToken.None)).Text?.Text);
        Assert.Equal(ProtectionLevel.Find(), parser.Protection);
    }

    [Fact]
    public async Task missing_program_is_our_fault_and_not_the_documents()
    {
        await using var parser = new DocumentParser(new DocumentParserOptions { Command = ["/nowhere/headway"] }, TimeProvider.System);
        var outcome = await parser.ParseAsync("a.txt", "hello"u8.ToArray(), CancellationToken.None);
        Assert.Equal(DocumentFault.Internal, outcome.Fault);
    }

    private static bool EndsAs(ParseOutcome outcome, string[] allowed) => allowed.Any(end => end switch
    {
        "any" => outcome.Text is not null || DocumentFault.All.Contains(outcome.Fault!),
        "text" => outcome.Text is not null,
        "limit" => Limits.Contains(outcome.Fault?.Code),
        _ => outcome.Fault?.Code == end,
    });
}
