using Headway.Catalog.Documents;

namespace Headway.Catalog.Tests.Documents;

/// <summary>Hostile documents made by code, read in this process: the guards must hold even where no child catches what slips by.</summary>
public sealed class CraftedTests
{
    [Fact]
    public void every_crafted_document_ends_with_its_code()
    {
        var wrong = new List<string>();
        foreach (var (name, file, ends) in Crafted.All)
        {
            var end = End(name, file);
            if (!ends.Split('|').Contains(end))
                wrong.Add($"{name}: {end} instead of {ends}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void control_characters_never_reach_the_text()
    {
        var file = Crafted.All.First(row => row.Name == "null.txt").File;
        Assert.StartsWith("abc and more", DocumentReader.Read("null.txt", file).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void joined_letters_are_taken_apart() =>
        Assert.Equal("profile of an office", DocumentReader.Read("a.txt", "pro\ufb01le of an o\ufb03ce"u8.ToArray()).Text);

    [Fact]
    public void cells_of_a_row_are_parted_by_tabs_and_rows_by_lines()
    {
        var first = $"<w:tr><w:tc>{Crafted.Words("a")}</w:tc><w:tc>{Crafted.Words("b")}{Crafted.Words("c")}</w:tc></w:tr>";
        var second = $"<w:tr><w:tc>{Crafted.Words("d")}</w:tc><w:tc><w:p/></w:tc></w:tr>";
        var body = Crafted.Words("before") + $"<w:tbl>{first}{second}</w:tbl>" + Crafted.Words("after");
        Assert.Equal("before\na\tb\nc\nd\nafter", Read(("word/document.xml", Crafted.Body(body))));
    }

    [Fact]
    public void lines_of_headers_and_footers_come_last_and_once()
    {
        const string space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        Assert.Equal("the body\n\nHIST 101", Read(
            ("word/document.xml", Crafted.Body(Crafted.Words("the body"))),
            ("word/header1.xml", $"<w:hdr {space}>{Crafted.Words("HIST 101")}</w:hdr>"),
            ("word/header2.xml", $"<w:hdr {space}>{Crafted.Words("HIST 101")}</w:hdr>"),
            ("word/footer1.xml", $"<w:ftr {space}>{Crafted.Words("Page")}{Crafted.Words("12")}{Crafted.Words("the body")}</w:ftr>")));
    }

    private static string Read(params (string Name, string Content)[] parts) => DocumentReader.Read("a.docx", Crafted.Package(parts)).Text;

    private static string End(string name, byte[] file)
    {
        try
        {
            return DocumentReader.Read(name, file).Text.Length > 0 ? "text" : "empty";
        }
        catch (DocumentFaultException e)
        {
            return e.Fault.Code;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return "corrupt"; // as the child says it
        }
    }
}
