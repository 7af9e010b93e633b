using System.Globalization;
using System.Text.Json.Nodes;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;

namespace Headway.Worker;

/// <summary>A plan that is only counted: nothing is stored of it but the count and a sample.</summary>
internal static class DryRun
{
    private const int SampleSize = 20;
    private const int MaxInput = 2000; // of an item in the sample
    private const int Step = 100;

    /// <summary>Enumerates to the end.</summary>
    /// <returns>The job's result: <c>dry_run</c>, <c>items</c> and, of the first of them, name and input.</returns>
    public static async ValueTask<RawJson> CountAsync(IAsyncEnumerable<NewItem> plan, JobContext job, CancellationToken ct)
    {
        var sample = new JsonArray();
        var count = 0;
        await foreach (var item in plan.WithCancellation(ct))
        {
            Check(item, ++count);
            if (sample.Count < SampleSize)
                sample.Add((JsonNode)Shown(item));
            if (count % Step == 0)
                job.Progress(string.Create(CultureInfo.InvariantCulture, $"{count:N0} items counted"));
        }

        return new RawJson(new JsonObject { ["dry_run"] = true, ["items"] = count, ["sample"] = sample }.ToJsonString());
    }

    private static void Check(NewItem item, int no)
    {
        try
        {
            SubmissionCheck.Item(item);
        }
        catch (SubmissionException e)
        {
            throw FaultException.Permanent("bad_plan", $"Item {no} of the plan cannot be taken: {e.Message}");
        }
    }

    private static JsonObject Shown(NewItem item)
    {
        var shown = new JsonObject();
        if (item.Name is not null)
            shown["name"] = item.Name;
        if (item.Input is { Length: <= MaxInput })
            shown["input"] = JsonNode.Parse(item.Input);
        return shown;
    }
}
