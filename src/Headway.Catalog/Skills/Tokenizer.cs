namespace Headway.Catalog.Skills;

/// <summary>Cuts text into words. Hyphens separate: "problem-solving" reads "problem solving"; C++, C# and Node.js stay whole.</summary>
internal static class Tokenizer
{
    /// <summary>Appends the words of a stretch of text to a list; without a table, all with the number 0.</summary>
    public static void Read(string text, int start, int end, WordTable? words, List<Token> into)
    {
        var at = start;
        while (at < end)
        {
            var c = text[at];
            if (!IsWord(c))
            {
                at++;
                continue;
            }
            var from = at;
            at = EndOfWord(text, at, end);
            var id = words?.Find(text.AsSpan(from, at - from)) ?? 0;
            if (words is not null && IsBrokenLine(text, at, end))
            {
                var whole = EndOfWord(text, at + 2, end);
                var joined = words.Find(text.AsSpan(from, whole - from));
                if (joined != 0) (at, id) = (whole, joined);
            }
            into.Add(new Token(from, at, id));
            if (at + 1 < end && text[at] is '\'' or '\u2019' && text[at + 1] is 's' && (at + 2 == end || !IsWord(text[at + 2]))) at += 2;
        }
    }

    private static int EndOfWord(string text, int at, int end)
    {
        while (at < end)
        {
            var c = text[at];
            if (IsWord(c)) at++;
            else if (c == '\u00AD') at += at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
            else if (c is '+' or '#') at = AfterMarks(text, at, end);
            else if (c == '.' && JoinsExtension(text, at, end)) at++;
            else break;
            if (c is '+' or '#') break;
        }
        return Math.Min(at, end);
    }

    private static int AfterMarks(string text, int at, int end)
    {
        while (at < end && text[at] is '+' or '#') at++;
        return at;
    }

    private static bool JoinsExtension(string text, int dot, int end)
    {
        var rest = text.AsSpan(dot + 1, Math.Min(3, end - dot - 1));
        return rest.StartsWith("js", StringComparison.OrdinalIgnoreCase) && (rest.Length == 2 || !IsWord(rest[2]))
            || rest.Equals("net", StringComparison.OrdinalIgnoreCase) && (dot + 4 >= end || !IsWord(text[dot + 4]));
    }

    /// <summary>"remo-⏎te": a word the page was too narrow for.</summary>
    private static bool IsBrokenLine(string text, int at, int end) =>
        at + 2 < end && text[at] == '-' && text[at + 1] == '\n' && char.IsLower(text[at + 2]);

    private static bool IsWord(char c) => c < 128 ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c);
}
