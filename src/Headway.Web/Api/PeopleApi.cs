using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Headway.Web.Api;

/// <summary>Oneself, keys and people.</summary>
internal static class PeopleApi
{
    private const string Tag = "People";

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", Me).Describe("getMe", "Who asks, and what they may do", Tag).Answers<MeView>(200, "It.").Refuses(401);
        api.MapGet("/me/sign-ins", SignInsAsync).Describe("listMySignIns", "Where one is signed in", Tag)
            .Answers<SignInList>(200, "Latest first.").Refuses(401, 503);
        api.MapDelete("/me/sign-ins/{signIn}", EndSignInAsync).Describe("endMySignIn", "Signs a browser out; 'all' for every one", Tag)
            .Answers<CountView>(200, "How many ended.").Refuses(401, 503);
        api.MapPut("/me/password", SetPasswordAsync).Describe("setMyPassword", "Changes one's password and ends one's other sign-ins", Tag)
            .Accepts<PasswordRequest>("application/json").Answers<CountView>(200, "It was changed.").Refuses(400, 401, 503);
        api.MapGet("/keys", KeysAsync).Describe("listKeys", "API keys: all with manage_keys, else one's own", Tag)
            .WithQuery("limit", "Rows, 1–100, default 20.").WithQuery("after", "The next of the page before.")
            .Answers<KeyPage>(200, "A page of keys, without their secrets.").Refuses(400, 401, 403, 503);
        api.MapPost("/keys", AddKeyAsync).Describe("addKey", "Makes an API key; whoever is signed in, not with a key", Tag)
            .Accepts<KeyRequest>("application/json")
            .Answers<KeyView>(201, "The key, once: it cannot be shown again.").Refuses(400, 401, 403, 503);
        api.MapDelete("/keys/{key}", RevokeKeyAsync).Describe("revokeKey", "Makes an API key good for nothing, within seconds", Tag)
            .Answers<CountView>(200, "It was revoked.").Refuses(401, 403, 404, 503);
        api.MapGet("/people", PeopleAsync).Describe("listPeople", "People by name", Tag)
            .WithQuery("limit", "Rows, 1–100, default 20.").WithQuery("after", "The next of the page before.")
            .Answers<PersonPage>(200, "A page of people.").Refuses(400, 401, 403, 503);
        api.MapPost("/people", AddPersonAsync).Describe("addPerson", "Adds a person, who then signs in by a link", Tag)
            .Accepts<PersonRequest>("application/json").Answers<PersonView>(201, "The person.").Refuses(400, 401, 403, 503);
        api.MapPatch("/people/{person}", ChangePersonAsync)
            .Describe("changePerson", "Gives a person another role, or disables or enables them", Tag)
            .Accepts<PersonRequest>("application/json").Answers<PersonView>(200, "As they are now.").Refuses(400, 401, 403, 503);
        api.MapPost("/people/{person}/link", LinkAsync).Describe("linkPerson", "Makes a link that signs a person in once", Tag)
            .Answers<LinkView>(200, "The link, good for an hour.").Refuses(400, 401, 403, 503);
    }

    /// <summary>Reads a word of an enum.</summary>
    internal static T WordOf<T>(string? word, string name) where T : struct, Enum =>
        Enum.GetValues<T>().Where(one => Parameters.Word(one) == word?.ToLowerInvariant()).Select(one => (T?)one).FirstOrDefault()
        ?? throw RefusedException.BadParameter(
            name, word ?? "", $"one of {string.Join(", ", Enum.GetValues<T>().Select(one => Parameters.Word(one)))}");

    private static Caller CallerOf(HttpContext http) => Caller.Of(http.User)!;

    private static JsonHttpResult<MeView> Me(HttpContext http)
    {
        var caller = CallerOf(http);
        var view = new MeView
        {
            Name = caller.Who,
            Roles = [.. caller.Roles.Select(role => Parameters.Word(role))],
            Permissions = Enum.GetValues<Permission>().Where(permission => caller.Of(permission) != Reach.None)
                .ToDictionary(permission => Parameters.Word(permission), permission => Parameters.Word(caller.Of(permission))),
        };
        return TypedResults.Json(view, WireJson.Default.MeView);
    }

    private static async Task<IResult> SignInsAsync(HttpContext http, IPeopleStore people, CancellationToken ct)
    {
        var caller = CallerOf(http);
        var there = caller.PersonId is { } id ? await people.ListSignInsAsync(id, ct) : [];
        var view = new SignInList
        {
            SignIns =
            [
                .. there.Select(one => new SignInView
                {
                    Id = one.Id,
                    Address = one.Address,
                    Browser = one.Browser,
                    CreatedAt = one.CreatedAt,
                    SeenAt = one.SeenAt,
                    ExpiresAt = one.ExpiresAt,
                    Current = one.Id == caller.SignInId,
                }),
            ],
        };
        return TypedResults.Json(view, WireJson.Default.SignInList);
    }

    private static async Task<IResult> EndSignInAsync(
        string signIn, HttpContext http, IPeopleStore people, Door door, CancellationToken ct)
    {
        Guid? which = signIn == "all" ? null : Guid.TryParse(signIn, out var id) ? id : Guid.Empty;
        var ended = CallerOf(http).PersonId is { } person ? await people.EndSignInsAsync(person, which, ct) : 0;
        door.Forget();
        return TypedResults.Json(new CountView { Count = ended }, WireJson.Default.CountView);
    }

    private static async Task<IResult> SetPasswordAsync(HttpContext http, SignInDesk desk, CancellationToken ct)
    {
        var (caller, request) = (CallerOf(http), await ReadAsync(http, WireJson.Default.PasswordRequest, ct));
        if (caller is not { PersonId: { } person, IsInPerson: true })
            throw new RefusedException(StatusCodes.Status400BadRequest, "not_in_person", "Sign in first; a key has no password.");
        return await desk.SetPasswordAsync(person, caller.SignInId, request.Old, request.Password, ct) is { } wrong
            ? throw new RefusedException(StatusCodes.Status400BadRequest, "bad_password", wrong)
            : TypedResults.Json(new CountView { Count = 1 }, WireJson.Default.CountView);
    }

    private static async Task<IResult> KeysAsync(HttpContext http, IKeyStore keys, CancellationToken ct)
    {
        var request = new PageRequest(Parameters.Limit(http.Request.Query), Parameters.One(http.Request.Query, "after"));
        var page = await keys.ListKeysAsync(Orgs.Default, PeopleDesk.OnlyOwn(CallerOf(http)), request, ct);
        return TypedResults.Json(
            new KeyPage { Keys = [.. page.Rows.Select(one => ToView(one))], Next = page.Next }, WireJson.Default.KeyPage);
    }

    private static async Task<IResult> AddKeyAsync(HttpContext http, PeopleDesk desk, TimeProvider clock, CancellationToken ct)
    {
        var (caller, request) = (CallerOf(http), await ReadAsync(http, WireJson.Default.KeyRequest, ct));
        if (request.Days is < 1 or > 3650)
            throw RefusedException.BadParameter("days", $"{request.Days}", "a number from 1 to 3650");
        if (request.Own != true && caller.Of(Permission.ManageKeys) != Reach.All)
        {
            throw new RefusedException(
                StatusCodes.Status403Forbidden, "not_allowed",
                "A service's key needs the permission manage_keys; ask for one of your own.");
        }

        var (key, whole) = await desk.AddKeyAsync(caller, new ApiKey
        {
            Id = "",
            Hash = "",
            Org = Orgs.Default,
            PersonId = request.Own != true ? null
                : caller.PersonId ?? throw RefusedException.BadParameter("own", "true", "false at the terminal, which is nobody"),
            Name = request.Name.Trim(),
            Role = WordOf<Role>(request.Role, "role"),
            Scopes = [.. (request.Scopes ?? []).Select(word => WordOf<Permission>(word, "scopes"))],
            ExpiresAt = request.Days is { } days ? clock.GetUtcNow() + TimeSpan.FromDays(days) : null,
        }, ct);
        return TypedResults.Json(ToView(key) with { Key = whole }, WireJson.Default.KeyView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeKeyAsync(string key, HttpContext http, PeopleDesk desk, CancellationToken ct) =>
        await desk.RevokeKeyAsync(CallerOf(http), key, ct)
            ? TypedResults.Json(new CountView { Count = 1 }, WireJson.Default.CountView)
            : throw new RefusedException(
                StatusCodes.Status404NotFound, "no_such_key", "There is no such key; GET /api/v1/keys lists those there are.");

    private static async Task<IResult> PeopleAsync(HttpContext http, IPeopleStore people, CancellationToken ct)
    {
        var request = new PageRequest(Parameters.Limit(http.Request.Query), Parameters.One(http.Request.Query, "after"));
        var page = await people.ListPeopleAsync(null, request, ct);
        return TypedResults.Json(
            new PersonPage { People = [.. page.Rows.Select(ToView)], Next = page.Next }, WireJson.Default.PersonPage);
    }

    private static async Task<IResult> AddPersonAsync(HttpContext http, PeopleDesk desk, CancellationToken ct)
    {
        var request = await ReadAsync(http, WireJson.Default.PersonRequest, ct);
        var person = await desk.AddAsync(InPerson(http), request.Name, request.Title, WordOf<Role>(request.Role, "role"), ct);
        return TypedResults.Json(ToView(person), WireJson.Default.PersonView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangePersonAsync(string person, HttpContext http, PeopleDesk desk, CancellationToken ct)
    {
        var request = await ReadAsync(http, WireJson.Default.PersonRequest, ct);
        Role? role = request.Role is null ? null : WordOf<Role>(request.Role, "role");
        var now = await desk.ChangeAsync(InPerson(http), person, role, request.Disabled, ct);
        return TypedResults.Json(ToView(now), WireJson.Default.PersonView);
    }

    private static async Task<IResult> LinkAsync(
        string person, HttpContext http, PeopleDesk people, SignInDesk desk, TimeProvider clock, CancellationToken ct)
    {
        var caller = InPerson(http);
        var one = await people.FindAsync(person, ct);
        if (one.Roles.Values.Any(role => !RoleTable.MayGive(caller.Roles, role)))
        {
            throw new RefusedException(
                StatusCodes.Status403Forbidden, "role_too_great", "They may do more than you, so somebody else has to make their link.");
        }

        var secret = await desk.LinkAsync(one.Id, ct);
        var view = new LinkView { Path = $"/sign-in?link={secret}", ExpiresAt = clock.GetUtcNow() + SignInDesk.LinkLasts };
        return TypedResults.Json(view, WireJson.Default.LinkView);
    }

    private static Caller InPerson(HttpContext http) => CallerOf(http) is { IsInPerson: true } caller ? caller
        : throw new RefusedException(
        StatusCodes.Status403Forbidden, "not_in_person", "People are added and changed by people: sign in; a key cannot do this.");

    private static async ValueTask<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, ct) ?? throw SubmitApi.BadJson("body", null);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }
    }

    private static KeyView ToView(ApiKey key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Role = Parameters.Word(key.Role),
        Scopes = key.Scopes.Count == 0 ? null : [.. key.Scopes.Select(scope => Parameters.Word(scope))],
        Own = key.PersonId is not null,
        CreatedBy = key.CreatedBy,
        CreatedAt = key.CreatedAt,
        UsedAt = key.UsedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        RevokedBy = key.RevokedBy,
    };

    private static PersonView ToView(Person person) => new()
    {
        Name = person.Name,
        Title = person.Title,
        Roles = person.Roles.ToDictionary(one => one.Key, one => Parameters.Word(one.Value)),
        HasPassword = person.Password is not null,
        DisabledAt = person.DisabledAt,
        CreatedBy = person.CreatedBy,
        CreatedAt = person.CreatedAt,
        SignedInAt = person.SignedInAt,
    };
}
