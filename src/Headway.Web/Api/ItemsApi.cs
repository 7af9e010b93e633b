using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Items of a job: list, read, retry.</summary>
internal static class ItemsApi
{
    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/jobs/{id}/items", ListAsync).Describe("listItems", "Items of a job, by number", "Items")
            .WithQuery("state",
                "Only these states: blocked, scheduled, ready, running, retrying, completed, skipped, failed, cancelled, quarantined.")
            .WithQuery("limit", "Rows, 1–100, default 20.")
            .WithQuery("after", "The next of the page before.")
            .Answers<ItemPage>(200, "A page of items, without input and output.").Refuses(400, 404, 503);
        api.MapGet("/jobs/{id}/items/{no}", GetAsync).Describe("getItem", "One item, with input, output and every attempt", "Items")
            .Answers<ItemView>(200, "The item.").Refuses(404, 503);
        api.MapPost("/jobs/{id}/items/{no}/retry", RetryAsync)
            .Describe("retryItem", "Gives a failed, cancelled or quarantined item another life", "Items")
            .Answers<JobView>(200, "The job as it is now.").Refuses(404, 409, 503);
    }

    private static async Task<IResult> ListAsync(string id, HttpContext http, JobQueries queries, CancellationToken ct)
    {
        var query = http.Request.Query;
        var filter = new ItemFilter { States = Parameters.Words<ItemState>(query, "state") };
        var after = Parameters.One(query, "after");
        var request = new PageRequest(Parameters.Limit(query), after);
        var job = Parameters.Job(id);
        var page = await JobsApi.ReadPageAsync(after, () => queries.ListItemsAsync(job, filter, request, ct));
        if (page.Rows.Count == 0 && await queries.GetJobAsync(job, ct) is null)
            throw RefusedException.NoJob(id);
        var view = new ItemPage { Items = [.. page.Rows.Select(item => item.ToView())], Next = page.Next };
        return TypedResults.Json(view, WireJson.Default.ItemPage);
    }

    private static async Task<IResult> GetAsync(string id, string no, JobQueries queries, CancellationToken ct)
    {
        var (job, number) = (Parameters.Job(id), Parameters.Item(id, no));
        var item = await queries.GetItemAsync(job, number, ct) ?? throw RefusedException.NoItem(id, no);
        var attempts = await queries.ListAttemptsAsync(job, number, ct);
        return TypedResults.Json(item.ToView(attempts), WireJson.Default.ItemView);
    }

    private static async Task<IResult> RetryAsync(
        string id, string no, HttpContext http, JobClient client, JobQueries queries, CancellationToken ct)
    {
        var (job, number) = (Parameters.Job(id), Parameters.Item(id, no));
        var result = await client.RetryItemAsync(job, number, http.User.Identity?.Name, ct);
        if (result == ControlResult.NotFound)
            throw RefusedException.NoItem(id, no);
        if (result == ControlResult.Refused)
        {
            var state = (await queries.GetItemAsync(job, number, ct))?.State;
            var why = state is { } word ? $"This item is {Parameters.Word(word)}" : "This item cannot be retried now";
            throw new RefusedException(
                StatusCodes.Status409Conflict, "refused",
                $"{why}; only failed, cancelled and quarantined items can be retried, once the job has let go of what still runs.");
        }

        return await JobsApi.AnswerAsync(result, "retry", id, job, queries, ct);
    }
}
