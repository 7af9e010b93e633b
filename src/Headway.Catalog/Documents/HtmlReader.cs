using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Headway.Catalog.Documents;

/// <summary>
/// Reads what a person would see of a page: blocks on lines of their own, cells parted by tabs, list items with bullets. Scripts, styles
/// and hidden parts are left out.
/// </summary>
internal static class HtmlReader
{
    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "datalist", "canvas", "audio",
            "video",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    };

    private static readonly HashSet<string> Spaced = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "section", "article", "blockquote", "pre",
    };

    public static DocumentText Read(ReadOnlyMemory<byte> file, DocumentKind kind = DocumentKind.Html) =>
        Read(TextDecoder.Decode(file.Span, html: true), kind);

    public static DocumentText Read(string html, DocumentKind kind)
    {
        RefuseDepth(html);
        using var page = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        var text = new TextBuilder();
        if (page.Body is not null)
            Walk(page.Body, text);
        return new DocumentText
        { Kind = kind, Text = text.ToString(), Title = string.IsNullOrWhiteSpace(page.Title) ? null : page.Title.Trim() };
    }

    /// <summary>Goes through the tree without recursion, so that no nesting can overflow the stack.</summary>
    private static void Walk(IElement body, TextBuilder text)
    {
        var space = false;
        INode? node = body;
        while (node is not null)
        {
            if (node is IElement element && (Unseen.Contains(element.LocalName) || IsHidden(element)))
            {
                node = Following(node, body, text);
                continue;
            }

            if (node is IElement entered)
                Enter(entered, text, ref space);
            else if (node is IText words)
                AddWords(words, text, ref space);
            node = node.FirstChild ?? Following(node, body, text);
        }
    }

    private static INode? Following(INode node, IElement body, TextBuilder text)
    {
        for (var at = node; at is not null && at != body; at = at.Parent)
        {
            if (at is IElement left)
                Leave(left, text);
            if (at.NextSibling is { } next)
                return next;
        }

        return null;
    }

    private static void Enter(IElement element, TextBuilder text, ref bool space)
    {
        var name = element.LocalName;
        if (name == "br")
            text.Break();
        else if (name is "td" or "th" && !text.AtLineStart)
            text.Add('\t');
        else if (Blocks.Contains(name))
            text.Break();
        else
            return;
        space = false;
        if (name == "li")
            text.Add("• ");
    }

    private static void Leave(IElement element, TextBuilder text)
    {
        if (!Blocks.Contains(element.LocalName))
            return;
        text.Break();
        if (Spaced.Contains(element.LocalName))
            text.Line();
    }

    private static void AddWords(IText words, TextBuilder text, ref bool space)
    {
        if (words.ParentElement is { LocalName: "pre" } or { LocalName: "textarea" })
        {
            text.Add(words.Data);
            return;
        }

        foreach (var c in words.Data)
        {
            if (c is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                space = true;
                continue;
            }

            if (space && !text.AtLineStart)
                text.Add(' ');
            space = false;
            text.Add(c);
        }
    }

    private static bool IsHidden(IElement element) =>
        element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true"
        || (element.GetAttribute("style") is { } style
            && style.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Building a tree of 50,000 nested elements takes the parser many seconds, so nesting is counted on the raw text first.
    /// Elements that close themselves when a sibling opens are not counted.
    /// </summary>
    private static void RefuseDepth(string html)
    {
        var depth = 0;
        for (var at = html.IndexOf('<'); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            var closing = html[at + 1] == '/';
            var from = closing ? at + 2 : at + 1;
            var to = from;
            while (to < html.Length && char.IsAsciiLetterOrDigit(html[to]) && to - from < 20)
                to++;
            if (to == from || ClosesItself(html.AsSpan(from, to - from)))
                continue;
            depth = closing ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > ParserLimits.HtmlDepth)
                throw new DocumentFaultException(DocumentFault.TooDeep, $"more than {ParserLimits.HtmlDepth} elements inside each other");
        }
    }

    private static bool ClosesItself(ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[name.Length];
        name.ToLowerInvariant(lower);
        return lower is "p" or "li" or "td" or "th" or "tr" or "dt" or "dd" or "option" or "br" or "img" or "hr" or "input" or "meta"
            or "link" or "wbr" or "col" or "area" or "base" or "embed" or "source" or "track" or "param" or "path" or "circle" or "rect"
            or "use" or "line";
    }
}
