using System.Collections.Concurrent;
using System.Security.Claims;
using Headway.Client;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Headway.Web.Api;
using Microsoft.Extensions.Primitives;

namespace Headway.Web.Access;

/// <summary>
/// Finds out who asks and lets them in or not: the one place that decides. What was found is known for three seconds, so what is revoked
/// on any node stops everywhere within that.
/// </summary>
internal sealed class Door(IServiceProvider services, AccessOptions options, TimeProvider clock)
{
    /// <summary>Name of the cookie over HTTPS; browsers take one of that name only from this host, whole and secure.</summary>
    public const string SecureCookie = "__Host-headway";

    /// <summary>Name of the cookie on this machine, without HTTPS.</summary>
    public const string PlainCookie = "headway";

    /// <summary>A sign-in that is not used so long ends.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private const int MostKnown = 10_000;
    private readonly ConcurrentDictionary<string, (Caller? Caller, long At)> _known = new(StringComparer.Ordinal);

    /// <summary>Whether Headway itself knows the people; not where the host says who asks.</summary>
    public bool KnowsPeople => options.Host is null;

    /// <summary>Lets a request in, or answers it with a refusal.</summary>
    /// <param name="http">The request.</param>
    /// <param name="needs">What its endpoint needs; null: nothing is said of it, so nobody gets in.</param>
    /// <param name="next">What answers.</param>
    /// <exception cref="RefusedException">They may not; says why.</exception>
    public async Task LetInAsync(HttpContext http, Permission? needs, RequestDelegate next)
    {
        var caller = await FindAsync(http) ?? throw NotSignedIn();
        http.User = new ClaimsPrincipal([caller, .. http.User.Identities.Where(one => one.IsAuthenticated)]);
        switch (needs is { } permission ? caller.Of(permission) : Reach.None)
        {
            case Reach.All:
                break;
            case Reach.Own when await OwnsAsync(http, caller):
                break;
            default:
                throw NotAllowed(needs);
        }

        await next(http);
    }

    /// <summary>Who asks.</summary>
    /// <returns>Null where nobody known does.</returns>
    public async ValueTask<Caller?> FindAsync(HttpContext http)
    {
        if (options.Host is { } host)
            return await host(http) is { } role ? new Caller(http.User.Identity?.Name ?? "dashboard", [role]) { IsInPerson = true } : null;
        if (KeyOf(http.Request) is { } key)
            return await KnownAsync($"key {Tokens.Hash(key)}", ct => OfKeyAsync(key, ct), http.RequestAborted);
        var cookie = http.Request.Cookies[http.Request.IsHttps ? SecureCookie : PlainCookie];
        return cookie is { Length: > 0 and <= 100 } ? await OfSignInAsync($"sign-in {Tokens.Hash(cookie)}", http.RequestAborted) : null;
    }

    /// <summary>Who a caller is by now.</summary>
    /// <returns>Null where they are let in no longer.</returns>
    public ValueTask<Caller?> RenewAsync(Caller caller, CancellationToken ct) => caller.Credential switch
    {
        null => ValueTask.FromResult<Caller?>(caller),
        var credential when credential.StartsWith("sign-in ", StringComparison.Ordinal) => OfSignInAsync(credential, ct),
        var credential => KnownAsync(credential, token => OfKeyIdAsync(caller, credential, token), ct),
    };

    /// <summary>Forgets what it knows, as after something was revoked here.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Waits until a caller is let in no longer.</summary>
    public async Task UntilRefusedAsync(HttpContext http, Permission permission, CancellationToken ct)
    {
        while (Caller.Of(http.User) is not { } caller || await RenewAsync(caller, ct) is { } now && now.Of(permission) != Reach.None)
            await Task.Delay(Fresh, clock, ct);
    }

    private static string? KeyOf(HttpRequest request)
    {
        const string Bearer = "Bearer ";
        var authorization = (string?)request.Headers.Authorization;
        if (authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true)
            return authorization[Bearer.Length..].Trim();
        return request.Headers["X-API-Key"] is { Count: 1 } key && !StringValues.IsNullOrEmpty(key) ? key[0] : null;
    }

    private ValueTask<Caller?> OfSignInAsync(string credential, CancellationToken ct) => KnownAsync(credential, async token =>
    {
        var hash = credential["sign-in ".Length..];
        if (await services.GetRequiredService<IPeopleStore>().FindSignInAsync(hash, Idle, token) is not { } there)
            return null;
        return new Caller(there.Person.Name, RolesOf(there.Person))
        {
            PersonId = there.Person.Id,
            SignInId = there.SignIn.Id,
            Credential = credential,
            IsInPerson = true,
        };
    }, ct);

    private async ValueTask<Caller?> OfKeyAsync(string key, CancellationToken ct)
    {
        if (options.TerminalKey is { } terminal && Tokens.IsOf(key, Tokens.Hash(terminal)))
            return new Caller(options.TerminalName, [Role.Owner, Role.PlatformAdmin]) { IsInPerson = true };
        if (Tokens.IdOf(key) is not { } id)
            return null;
        var known = await services.GetRequiredService<IKeyStore>().FindKeyAsync(id, ct);
        return known is not null && Tokens.IsOf(key, known.Key.Hash) ? Of(known, $"key {Tokens.Hash(key)}") : null;
    }

    private async ValueTask<Caller?> OfKeyIdAsync(Caller caller, string credential, CancellationToken ct)
    {
        var id = caller.FindFirst("key")?.Value ?? "";
        var known = await services.GetRequiredService<IKeyStore>().FindKeyAsync(id, ct);
        return known is null ? null : Of(known, credential);
    }

    private static Caller Of(KnownKey known, string credential)
    {
        var caller = new Caller(known.Person?.Name ?? $"key:{known.Key.Name}", known.Person is { } one ? RolesOf(one) : [known.Key.Role])
        {
            AtMost = known.Key.Role,
            Scopes = known.Key.Scopes,
            PersonId = known.Person?.Id,
            Credential = credential,
        };
        caller.AddClaim(new Claim("key", known.Key.Id));
        return caller;
    }

    /// <summary>
    /// Until rows of organisations are kept apart, a role in one that is neither the default nor the system's gives nothing.
    /// </summary>
    private static List<Role> RolesOf(Person person) =>
        [.. person.Roles.Where(one => one.Key is Orgs.Default or Orgs.System).Select(one => one.Value)];

    private async ValueTask<Caller?> KnownAsync(
        string credential, Func<CancellationToken, ValueTask<Caller?>> find, CancellationToken ct)
    {
        if (_known.TryGetValue(credential, out var known) && clock.GetElapsedTime(known.At) < Fresh)
            return known.Caller;
        var at = clock.GetTimestamp();
        var found = await find(ct);
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[credential] = (found, at);
        return found;
    }

    /// <summary>Whether the job a path is about was submitted by the caller.</summary>
    private async ValueTask<bool> OwnsAsync(HttpContext http, Caller caller)
    {
        if (http.Request.RouteValues["id"] is not string id || !IsAboutJob(http))
            return false;
        var job = await services.GetRequiredService<JobQueries>().GetJobAsync(Parameters.Job(id), http.RequestAborted);
        return job?.CreatedBy == caller.Who ? true : throw RefusedException.NoJob(id);
    }

    private static bool IsAboutJob(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Contains("/jobs/{id}", StringComparison.OrdinalIgnoreCase) == true;

    private static RefusedException NotSignedIn() => new(
        StatusCodes.Status401Unauthorized, "not_signed_in",
        "Nobody known asks: send an API key as 'Authorization: Bearer hw_…', or sign in at /sign-in.");

    private static RefusedException NotAllowed(Permission? needs) => new(
        StatusCodes.Status403Forbidden, "not_allowed", needs is { } permission
            ? $"This needs the permission {Parameters.Word(permission)}, which you do not have here; "
                + "an owner or admin can give you a role with it."
            : "Nothing says who may do this, so nobody may.");
}
