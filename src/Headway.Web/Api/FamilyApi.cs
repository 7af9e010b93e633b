using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>The jobs around a job.</summary>
internal static class FamilyApi
{
    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/jobs/{id}/family", GetAsync)
            .Describe("getJobFamily", "What a job waits for, what waits for it, and its children", "Jobs")
            .Answers<FamilyView>(200, "The jobs around it.").Refuses(404, 503);

    /// <summary>What a submission is to run after.</summary>
    internal static IReadOnlyList<Prerequisite> ReadAfter(IReadOnlyList<AfterRequest?>? after) =>
        [.. (after ?? []).Select(one => new Prerequisite(ReadId(one?.Job, "after"), one!.OnFailure ?? FailurePolicy.Fail))];

    /// <summary>Whose child a submission is to be.</summary>
    internal static ParentLink? ReadParent(ParentRequest? parent) =>
        parent is null ? null : new ParentLink(ReadId(parent.Job, "parent"), parent.Policy ?? ChildPolicy.Fail);

    private static async Task<IResult> GetAsync(string id, JobQueries queries, CancellationToken ct)
    {
        var job = await queries.GetJobAsync(Parameters.Job(id), ct) ?? throw RefusedException.NoJob(id);
        var family = await queries.GetFamilyAsync(job.Id, ct);
        var view = new FamilyView
        {
            Parent = job.Parent?.ToString(),
            After = [.. family.After.Select(ToView)],
            Dependants = [.. family.Dependants.Select(ToView)],
            Children = family.Children.ToDictionary(pair => Parameters.Word(pair.Key), pair => pair.Value),
        };
        return TypedResults.Json(view, WireJson.Default.FamilyView);
    }

    private static JobId ReadId(string? text, string field) => JobId.TryParse(text, null, out var id) ? id
        : throw new RefusedException(
            StatusCodes.Status400BadRequest, "bad_job_id",
            $"Give in '{field}' the 'job' as an id; one looks like job_01ke3… or is a UUID.");

    private static RelationView ToView(Relation relation) => new()
    {
        JobId = relation.Job.ToString(),
        Name = relation.Name,
        Status = relation.Status,
        OnFailure = relation.OnFailure,
        Open = relation.Open,
    };
}
