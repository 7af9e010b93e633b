using System.Text;
using System.Text.RegularExpressions;

namespace Headway.Web.Tests.Api;

/// <summary>Reads CSV as RFC 4180 has it, and takes off the mark that keeps formulas from running.</summary>
internal static partial class CsvTable
{
    public static List<List<string>> Read(string text)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c == ',')
                End();
            else if (!quoted && c == '\r' && text[i + 1] == '\n')
                EndRow(ref i);
            else
                field.Append(c);
        }

        return rows;

        void End()
        {
            row.Add(field.ToString());
            field.Clear();
        }

        void EndRow(ref int at)
        {
            at++;
            End();
            rows.Add(row);
            row = [];
        }
    }

    /// <summary>The text a field stands for.</summary>
    public static string Unmark(string field) => Marked().IsMatch(field) ? field[1..] : field;

    [GeneratedRegex(@"^'+(?:[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n])")]
    private static partial Regex Marked();
}
