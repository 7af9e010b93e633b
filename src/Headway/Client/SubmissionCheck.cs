using System.Text;
using System.Text.Json;
using Headway.Handlers;
using Headway.Machine;
using Headway.Model;
using Headway.Schemas;

namespace Headway.Client;

/// <summary>What a job and its items may look like, whoever gives them: a client, a plan, or a handler's follow-ups.</summary>
internal static class SubmissionCheck
{
    private const int MaxJson = 256 * 1024;
    private const int MaxItems = 1_000_000;
    private const int MaxName = 400;
    private const int MaxKey = 200;
    private const int MaxAfter = 100;

    /// <exception cref="SubmissionException">It cannot be taken.</exception>
    public static void Job(NewJob job)
    {
        Json(job.Config, "config");
        if (job.Name?.Length > MaxName)
            throw new SubmissionException("name_too_long", "A job's name may have at most 400 characters.");
        if (job.Queue.Length is 0 or > 100)
            throw new SubmissionException("bad_queue", "A queue's name has 1 to 100 characters.");
        if (job.LimitKey?.Length is 0 or > 100 || job.KeySlots < 1 || (job.KeySlots is not null && job.LimitKey is null))
            throw new SubmissionException("bad_limit_key", "A limit key has 1 to 100 characters; its slots, where given, are 1 or more.");
        if (job.Labels is { Count: > 32 })
            throw new SubmissionException("too_many_labels", "A job may have at most 32 labels.");
        if (job.TimeLimit < TimeRule.MinJobLimit || job.TimeLimit > TimeRule.MaxJobLimit)
            throw new SubmissionException("bad_time_limit", "A job's time limit is 1 second to 365 days.");
        if (job.UniqueKey is { Length: 0 or > MaxKey })
            throw new SubmissionException("bad_unique_key", $"A unique key has 1 to {MaxKey} characters.");
        if (job.After.Count > MaxAfter)
        {
            throw new SubmissionException(
                "too_many_prerequisites", $"A job may run after at most {MaxAfter} others; this one names {job.After.Count:N0}.");
        }

        if (job.After.DistinctBy(one => one.Job).Count() < job.After.Count)
            throw new SubmissionException("repeated_prerequisite", "Name each job that this one is to run after once.");
        if (job.Parent is { } parent && job.After.Any(one => one.Job == parent.Job))
        {
            throw new SubmissionException(
                "bad_prerequisite", "A child cannot run after its parent, which ends after it; leave one of the two out.");
        }

        if (job.Items is null)
            return;
        if (job.Items.Count is 0 or > MaxItems)
            throw new SubmissionException("bad_item_count", $"A job has 1 to {MaxItems:N0} items; this one has {job.Items.Count:N0}.");
        foreach (var item in job.Items)
            Item(item);
    }

    /// <exception cref="SubmissionException">It cannot be taken.</exception>
    public static void Item(NewItem item)
    {
        if (item.Name?.Length > MaxName)
            throw new SubmissionException("name_too_long", "An item's name may have at most 400 characters.");
        if (item.Input is not null)
            Json(item.Input, "input");
    }

    /// <summary>Compares a job that is otherwise fine with the shapes its type says.</summary>
    /// <exception cref="SubmissionException">Something does not fit; it names the fields.</exception>
    public static void Shapes(NewJob job, JobType type, JobSchemas schemas)
    {
        if (type.ConfigType is { } config)
            Shape(schemas, type, config, job.Config, "/config");
        if (type.InputType is not { } input)
            return;
        var configIsInput = job.Items is null ? !type.HasPlan : job.Items.Any(item => item.Input is null);
        if (configIsInput && input != type.ConfigType)
            Shape(schemas, type, input, job.Config, "/config");
        foreach (var (no, item) in (job.Items ?? []).Index())
        {
            if (item.Input is { } own)
                Shape(schemas, type, input, own, $"/items/{no}/input");
        }
    }

    private static void Shape(JobSchemas schemas, JobType type, Type shape, string text, string at)
    {
        using var json = JsonDocument.Parse(text);
        if (schemas.Check(shape, json.RootElement, at) is not { Count: > 0 } problems)
            return;
        var more = problems.Count > 1 ? $" ({problems.Count - 1} more {(problems.Count == 2 ? "field is" : "fields are")} wrong)" : "";
        throw new SubmissionException(
            at == "/config" ? "bad_config" : "bad_input",
            $"{problems[0].Field} {problems[0].Message}{more}; the schema of {type.Name} says what it takes.")
        { Problems = problems };
    }

    private static void Json(string text, string what)
    {
        if (text.Length > MaxJson / 3 && Encoding.UTF8.GetByteCount(text) > MaxJson)
            throw new SubmissionException("too_large", $"The {what} is larger than 256 KB; put the data in a file and pass its reference.");
        try
        {
            using var _ = JsonDocument.Parse(text);
        }
        catch (JsonException e)
        {
            throw new SubmissionException("bad_json", $"The {what} is not JSON: {e.Message}");
        }
    }
}
