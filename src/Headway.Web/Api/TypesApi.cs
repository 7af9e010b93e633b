using Headway.Handlers;
using Headway.Schemas;
using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Headway.Web.Api;

/// <summary>Job types, and the schemas of what they take.</summary>
internal static class TypesApi
{
    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/types", List).Describe("listTypes", "Job types this server takes", "System")
            .Answers<TypeList>(200, "The types, by name.");
        api.MapGet("/types/{name}", Get).Describe("getType", "One job type, with the JSON schemas of what it takes and gives", "System")
            .Answers<TypeView>(200, "The type.").Refuses(404);
    }

    private static JsonHttpResult<TypeList> List(JobTypeRegistry types) =>
        TypedResults.Json(new TypeList { Types = [.. types.All.Select(ToView)] }, WireJson.Default.TypeList);

    private static JsonHttpResult<TypeView> Get(string name, JobTypeRegistry types, JobSchemas schemas)
    {
        if (!types.TryGet(name, out var type))
        {
            throw new RefusedException(
                StatusCodes.Status404NotFound, "no_such_type",
                $"There is no such job type here. Known are: {string.Join(", ", types.All.Select(known => known.Name))}.");
        }

        var view = ToView(type) with
        {
            ConfigSchema = type.ConfigType is { } config ? schemas.SchemaOf(config) : null,
            InputSchema = type.InputType is { } input ? schemas.SchemaOf(input) : null,
            OutputSchema = type.OutputType is { } output ? schemas.SchemaOf(output) : null,
        };
        return TypedResults.Json(view, WireJson.Default.TypeView);
    }

    private static TypeView ToView(JobType type) => new()
    {
        Name = type.Name,
        Title = type.Title,
        Category = type.Category,
        Chunk = type.Chunk,
        MaxAttempts = type.Retry.Attempts,
        AttemptTimeoutSeconds = type.AttemptTimeout.TotalSeconds,
        TimeLimitSeconds = type.TimeLimit.TotalSeconds,
        HasPlan = type.HasPlan,
    };
}
