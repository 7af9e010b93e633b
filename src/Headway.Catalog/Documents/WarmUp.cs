using System.IO.Compression;
using System.Text;

namespace Headway.Catalog.Documents;

/// <summary>Tiny documents, one a format, that make a waiting parser child compile its readers.</summary>
internal static class WarmUp
{
    public static IEnumerable<(string Name, byte[] File)> Documents =>
    [
        ("warm.pdf", Pdf()),
        ("warm.docx", Docx()),
        ("warm.html",
            "<html><body><h1>Warm</h1><ul><li>up</li></ul><table><tr><td>a</td><td>b</td></tr></table></body></html>"u8.ToArray()),
    ];

    private static byte[] Pdf()
    {
        const string content = "BT /F1 12 Tf 72 720 Td (Warm up) Tj 0 -14 Td (with two lines) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new int[objects.Length];
        for (var i = 0; i < objects.Length; i++)
        {
            places[i] = file.Length;
            file.Append(null, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(null, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
            file.Append(null, $"{place:D10} 00000 n \n");
        file.Append(null, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private static byte[] Docx()
    {
        using var bytes = new MemoryStream();
        using (var package = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = new StreamWriter(package.CreateEntry("word/document.xml").Open());
            part.Write("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">");
            part.Write("<w:body><w:p><w:r><w:t>Warm up</w:t></w:r></w:p></w:body></w:document>");
        }

        return bytes.ToArray();
    }
}
