using System.Text.Json;
using System.Text.Json.Nodes;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Two stores that are given the same calls and must show the same.</summary>
/// <param name="under">The store under test.</param>
/// <param name="model">The simulated one.</param>
/// <param name="skew">How far the first one's clock is ahead.</param>
internal sealed class TwoStores(StoreUnderTest under, StoreUnderTest model, TimeSpan skew)
{
    public async ValueTask AdvanceAsync(TimeSpan by)
    {
        await under.AdvanceAsync(by);
        await model.AdvanceAsync(by);
    }

    /// <summary>Calls both and compares what they answer.</summary>
    /// <returns>The answer of the simulated one.</returns>
    public async ValueTask<T> CallAsync<T>(Func<StoreUnderTest, ValueTask<T>> call)
    {
        var expected = await call(model);
        AssertSame("answer", expected, await call(under));
        return expected;
    }

    public ValueTask CallAsync(Func<StoreUnderTest, ValueTask> call) => new(CallAsync(async store =>
    {
        await call(store);
        return true;
    }).AsTask());

    /// <summary>The time a store knows as the model's time.</summary>
    public DateTimeOffset In(StoreUnderTest store, DateTimeOffset modelTime) => store == under ? modelTime + skew : modelTime;

    public async ValueTask<DateTimeOffset> NowAsync(CancellationToken ct) => await model.Store.NowAsync(ct);

    /// <summary>Compares the jobs of an organisation.</summary>
    /// <returns>The jobs.</returns>
    public async ValueTask<IReadOnlyList<Job>> CompareJobsAsync(string org, CancellationToken ct)
    {
        var expected = await JobsAsync(model);
        AssertSame("jobs", expected.Select(Plain), (await JobsAsync(under)).Select(job => Shifted(Plain(job))));
        return expected;

        async ValueTask<IReadOnlyList<Job>> JobsAsync(StoreUnderTest store) =>
            (await store.Store.ListJobsAsync(new JobFilter { Org = org }, new PageRequest(100), ct)).Rows;
    }

    /// <summary>Compares everything below a job.</summary>
    public async ValueTask CompareItemsAsync(Job job, CancellationToken ct)
    {
        for (var no = 0; no <= job.Counts.Total + 1; no++)
        {
            var (expected, actual) = (await model.Store.GetItemAsync(job.Id, no, ct), await under.Store.GetItemAsync(job.Id, no, ct));
            AssertSame($"item {no}", Plain(expected), Shifted(Plain(actual)));
            var (attempts, others) = (await model.Store.ListAttemptsAsync(job.Id, no, ct),
                await under.Store.ListAttemptsAsync(job.Id, no, ct));
            AssertSame($"attempts of item {no}", attempts.Select(a => a with { Generation = 0 }),
                others.Select(a => Shifted(a with { Generation = 0 })));
        }

        var filter = new ItemFilter { States = [ItemState.Ready, ItemState.Running, ItemState.Failed, ItemState.Cancelled] };
        var (rows, same) = (await model.Store.ListItemsAsync(job.Id, filter, new PageRequest(100), ct),
            await under.Store.ListItemsAsync(job.Id, filter, new PageRequest(100), ct));
        AssertSame("listed items", rows.Rows.Select(row => (row.No, row.State).ToString()),
            same.Rows.Select(row => (row.No, row.State).ToString()));
    }

    public async ValueTask CompareRowsAsync() =>
        AssertSame("rows", (await model.RowsAsync()).Order(StringComparer.Ordinal),
            (await under.RowsAsync()).Order(StringComparer.Ordinal));

    private static Job Plain(Job job) => job with
    {
        Config = Plain(job.Config)!,
        Result = Plain(job.Result),
        Labels = new Dictionary<string, string>(job.Labels.OrderBy(pair => pair.Key, StringComparer.Ordinal)),
    };

    /// <summary>Leaves out what the contract leaves open: counters of cancelled items, times of what is not running and has no
    /// outcome.</summary>
    private static Item? Plain(Item? item)
    {
        if (item is null)
            return null;
        var plain = item with { Input = Plain(item.Input), Output = Plain(item.Output) };
        if (plain.State == ItemState.Cancelled)
            plain = plain with { Attempts = 0, Fault = null, FinishedAt = null };
        return plain.State is ItemState.Running or ItemState.Completed or ItemState.Skipped or ItemState.Failed
            ? plain
            : plain with { StartedAt = null };
    }

    private static string? Plain(string? json) => json is null ? null : JsonNode.Parse(json)?.ToJsonString();

    private Job Shifted(Job job) => job with
    {
        CreatedAt = job.CreatedAt - skew,
        DueAt = job.DueAt - skew,
        StartedAt = job.StartedAt - skew,
        ActiveAt = job.ActiveAt - skew,
        FinishedAt = job.FinishedAt - skew,
    };

    private Item? Shifted(Item? item) => item is null ? null : item with
    {
        StartedAt = item.StartedAt - skew,
        FinishedAt = item.FinishedAt - skew,
        DueAt = item.DueAt - skew,
    };

    private Attempt Shifted(Attempt attempt) => attempt with { StartedAt = attempt.StartedAt - skew, EndedAt = attempt.EndedAt - skew };

    private static void AssertSame<T>(string what, T expected, T actual)
    {
        var (a, b) = (JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
        Assert.True(a == b, $"{what} differ:\n  simulated {a}\n  under test {b}");
    }
}
