using System.Text.Json;
using Headway.Client;
using Headway.Machine;
using Headway.Model;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>What is kept how long.</summary>
internal static class RetentionApi
{
    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/retention", GetAsync).Describe("getRetention", "The retention policy, and what it did", "Retention")
            .Answers<RetentionView>(200, "Rules, presets, the last sweep, and what was deleted.").Refuses(503);
        api.MapPut("/retention", PutAsync).Describe("putRetention", "Puts rules in the place of all others", "Retention")
            .Accepts<RetentionRequest>("application/json")
            .Answers<RetentionView>(200, "The policy as it is now.").Refuses(400, 403, 503);
    }

    private static async Task<IResult> GetAsync(JobArchive archive, CancellationToken ct) =>
        TypedResults.Json(await ReadAsync(archive, ct), WireJson.Default.RetentionView);

    private static async Task<IResult> PutAsync(HttpContext http, JobArchive archive, CancellationToken ct)
    {
        RetentionRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(http.Request.Body, WireJson.Default.RetentionRequest, ct);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson("body", e);
        }

        await archive.SetRulesAsync(RulesOf(request), ct);
        return TypedResults.Json(await ReadAsync(archive, ct), WireJson.Default.RetentionView);
    }

    private static IReadOnlyList<RetentionRule> RulesOf(RetentionRequest? request)
    {
        if (request is { Preset: { } preset, Rules: null })
        {
            return RetentionPolicy.Presets.TryGetValue(preset, out var rules) ? rules : throw RefusedException.BadParameter(
                "preset", preset, $"one of {string.Join(", ", RetentionPolicy.Presets.Keys)}");
        }

        if (request is not { Rules: { } given, Preset: null })
        {
            throw new RefusedException(
                StatusCodes.Status400BadRequest, "bad_rule", "Give either 'preset' or 'rules'; no rules at all keep everything for ever.");
        }

        return
        [
            .. given.Select(rule => new RetentionRule
            {
                Type = rule.Type,
                Status = rule.Status,
                Age = rule.AgeSeconds is { } age ? TimeSpan.FromSeconds(Math.Clamp(age, -1, 1e10)) : null,
                Archive = rule.Archive,
                AtStart = rule.AtStart,
            }),
        ];
    }

    private static async ValueTask<RetentionView> ReadAsync(JobArchive archive, CancellationToken ct) => new()
    {
        Rules =
        [
            .. (await archive.PolicyAsync(ct)).Rules.Select(rule => new RetentionRuleView
            {
                Type = rule.Type,
                Status = rule.Status,
                AgeSeconds = rule.Age?.TotalSeconds,
                Archive = rule.Archive,
                AtStart = rule.AtStart,
            }),
        ],
        Presets = [.. RetentionPolicy.Presets.Keys],
        CanArchive = archive.CanArchive,
        SweptAt = await archive.SweptAtAsync(ct),
        Pruned =
        [
            .. (await archive.PrunedAsync(ct)).Select(count => new PrunedView
            {
                Day = count.Day,
                Org = count.Org,
                Type = count.Type,
                Jobs = count.Jobs,
                Items = count.Items,
                Archived = count.Archived,
            }),
        ],
    };
}
