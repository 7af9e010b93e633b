using System.Text.Encodings.Web;
using Headway.Store;
using Headway.Web.Api;
using Headway.Web.Dashboard;

namespace Headway.Web.Access;

/// <summary>
/// Signing in and out: plain pages with plain forms, so that they work without a script. Opening a link changes nothing, so nothing that
/// looks ahead uses it up; the button does.
/// </summary>
internal static class SignInPages
{
    /// <summary>Maps <c>/sign-in</c> and <c>/sign-out</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", ShowAsync).ExcludeFromDescription().WithMetadata(new ForAnyoneAttribute());
        routes.MapPost("/sign-in", EnterAsync).ExcludeFromDescription().WithMetadata(new ForAnyoneAttribute());
        routes.MapPost("/sign-out", LeaveAsync).ExcludeFromDescription().WithMetadata(new ForAnyoneAttribute());
    }

    /// <summary>Where somebody goes who must sign in first.</summary>
    public static string AddressFor(string path) => $"/sign-in?to={Uri.EscapeDataString(path)}";

    private static async Task ShowAsync(HttpContext http, Door door)
    {
        var query = http.Request.Query;
        var wanted = new Wanted(Parameters.One(query, "owner"), Parameters.One(query, "link"), Local(Parameters.One(query, "to")));
        if (wanted is { Owner: null, Link: null } && await door.FindAsync(http) is { } known)
        {
            await WriteAsync(http, StatusCodes.Status200OK, Leave(known.Who));
            return;
        }

        await WriteAsync(http, StatusCodes.Status200OK, Form(wanted, null, null));
    }

    private static async Task EnterAsync(HttpContext http, SignInDesk desk, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType)
        {
            await WriteAsync(http, StatusCodes.Status400BadRequest, Form(new Wanted(null, null, "/"), null, "Send the form of this page."));
            return;
        }

        var form = await http.Request.ReadFormAsync(ct);
        var wanted = new Wanted(One(form, "owner"), One(form, "link"), Local(One(form, "to")));
        var (name, password, browser) = (One(form, "name"), One(form, "password"), Browser.Of(http));
        var answer = wanted switch
        {
            { Owner: { } owner } => await desk.AsOwnerAsync(owner, name ?? "", password, browser, ct),
            { Link: { } link } => await desk.ByLinkAsync(link, browser, ct),
            _ => await desk.ByPasswordAsync(name ?? "", password ?? "", browser, ct),
        };
        if (answer.Secret is not { } secret)
        {
            var status = answer.MustWait ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
            if (answer.MustWait)
                http.Response.Headers.RetryAfter = "60";
            await WriteAsync(http, status, Form(wanted, name, answer.Refused));
            return;
        }

        http.Response.Cookies.Append(CookieOf(http), secret, Options(http));
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = wanted.To;
    }

    private static async Task LeaveAsync(HttpContext http, Door door, IPeopleStore people, CancellationToken ct)
    {
        if (await door.FindAsync(http) is { PersonId: { } person, SignInId: { } signIn })
            await people.EndSignInsAsync(person, signIn, ct);
        door.Forget();
        http.Response.Cookies.Delete(CookieOf(http), Options(http));
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = "/sign-in";
    }

    /// <summary>A page for somebody who is signed in and may not see what they asked for.</summary>
    public static Task RefuseAsync(HttpContext http, string why)
    {
        var page = Page("Not for you", $"""
            <p>You are signed in as {Text(http.User.Identity?.Name ?? "somebody without a name")}.</p>
            <p class="sign-in-wrong" role="alert">{Text(why)}</p>
            <form method="post" action="/sign-out"><a class="btn primary" href="/">To the overview</a>
            <button class="btn">Sign in as somebody else</button></form>
            """);
        return WriteAsync(http, StatusCodes.Status403Forbidden, page);
    }

    private static string CookieOf(HttpContext http) => http.Request.IsHttps ? Door.SecureCookie : Door.PlainCookie;

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
    };

    private static string? One(IFormCollection form, string name) =>
        form.TryGetValue(name, out var values) && !string.IsNullOrEmpty(values[^1]) ? values[^1] : null;

    /// <summary>A path of this server; anything else is its front page.</summary>
    internal static string Local(string? to) =>
        to is { Length: > 0 and < 2000 } && to[0] == '/' && !to.StartsWith("//", StringComparison.Ordinal)
            && !to.Contains('\\', StringComparison.Ordinal) && !to.Any(char.IsControl) ? to : "/";

    private static string Form(Wanted wanted, string? name, string? wrong)
    {
        var (title, said, verb) = wanted switch
        {
            { Owner: not null } => ("Welcome to Headway", "You are its first owner. Choose a name; a password lets you sign in without "
                + "the terminal, and can be set later.", "Begin"),
            { Link: not null } => ("Sign in", "This link signs you in once.", "Sign in"),
            _ => ("Sign in", "No password? Whoever runs this server can give you a link: headway people link NAME.", "Sign in"),
        };
        var (called, known) = wanted.Owner is null ? ("", "current") : ("owner", "new");
        var fields = wanted.Link is not null ? Hidden("link", wanted.Link)
            : $"""
            {Hidden("owner", wanted.Owner)}
            <label class="field">Name
            <input name="name" value="{Text(name ?? called)}" autocomplete="username" required autofocus></label>
            <label class="field">Password
            <input name="password" type="password" autocomplete="{known}-password"></label>
            """;
        return Page(title, $"""
            <p>{Text(said)}</p>
            {(wrong is null ? "" : $"<p class=\"sign-in-wrong\" role=\"alert\">{Text(wrong)}</p>")}
            <form method="post" action="/sign-in">{Hidden("to", wanted.To)}{fields}<button class="btn primary">{verb}</button></form>
            """);
    }

    private static string Leave(string name) => Page("Signed in", $"""
        <p>You are signed in as {Text(name)}.</p>
        <form method="post" action="/sign-out"><a class="btn primary" href="/">Go on</a> <button class="btn">Sign out</button></form>
        """);

    private static string Hidden(string name, string? value) =>
        value is null ? "" : $"<input type=\"hidden\" name=\"{name}\" value=\"{Text(value)}\">";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string Page(string title, string body) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)} · Headway</title>
        <link rel="icon" href="/_content/Headway.Web/favicon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/_content/Headway.Web/tokens.css"><link rel="stylesheet" href="/_content/Headway.Web/shell.css">
        <link rel="stylesheet" href="/_content/Headway.Web/job.css"><link rel="stylesheet" href="/_content/Headway.Web/sign-in.css">
        </head><body class="sign-in"><main class="panel"><h1>{Text(title)}</h1>{body}</main></body></html>
        """;

    private static Task WriteAsync(HttpContext http, int status, string page)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = PageHeaders.Policy;
        headers["Referrer-Policy"] = "same-origin"; // with none, browsers post forms as if from nowhere
        headers.CacheControl = "no-store";
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(page, http.RequestAborted);
    }

    private sealed record Wanted(string? Owner, string? Link, string To);
}
