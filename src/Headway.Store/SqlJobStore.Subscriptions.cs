using System.Data.Common;
using System.Text.Json;
using Headway.Data;
using Headway.Deliveries;
using Headway.Model;

namespace Headway.Store;

/// <summary>Who wants to hear of ends of jobs.</summary>
public sealed partial class SqlJobStore
{
    /// <inheritdoc/>
    public async ValueTask AddSubscriptionAsync(Subscription subscription, CancellationToken ct) => await CommandAsync(
        (session, token) => session.RunAsync(
            _book["AddSubscription"],
            [.. SubscriptionArgs(subscription), Arg.Of("secret", subscription.Secret), Arg.Of("by", subscription.CreatedBy)], token), ct);

    /// <inheritdoc/>
    public async ValueTask<bool> EditSubscriptionAsync(Subscription subscription, CancellationToken ct) => await CommandAsync(
        (session, token) => session.SendAsync(
            Pages("EditSubscription", "MoveDeliveries"), SubscriptionArgs(subscription), null, token), ct) > 0;

    /// <inheritdoc/>
    public async ValueTask<bool> ChangeSecretAsync(Guid id, string secret, TimeSpan oldSigns, CancellationToken ct) => await CommandAsync(
        (session, token) => session.RunAsync(
            _book["ChangeSecret"], [Arg.Of("id", id), Arg.Of("secret", secret), Arg.Of("keep", oldSigns)], token), ct) > 0;

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveSubscriptionAsync(Guid id, CancellationToken ct) => await WriteAsync(async (session, token) =>
    {
        var gone = await session.RunAsync(_book["RemoveSubscription"], [Arg.Of("id", id)], token) > 0;
        await session.RunAsync(_book["RemoveDeliveries"], [Arg.Of("id", id)], token);
        return gone;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Subscription?> GetSubscriptionAsync(Guid id, CancellationToken ct) =>
        FirstAsync("GetSubscription", [Arg.Of("id", id)], ReadSubscription, ct);

    /// <inheritdoc/>
    public async ValueTask<Page<Subscription>> ListSubscriptionsAsync(string? org, JobId? job, PageRequest page, CancellationToken ct)
    {
        var chosen = new List<string> { job is null ? "many" : "job" };
        var args = new List<Arg> { Arg.Of("limit", page.Limit + 1) };
        if (job is { } one)
            args.Add(Arg.Of("job", one.Value));
        if (org is not null)
        {
            chosen.Add("org");
            args.Add(Arg.Of("org", org));
        }

        if (page.After is not null)
        {
            chosen.Add("after");
            args.Add(Arg.Of("after", Guid.TryParse(page.After, out var after) ? after : throw BadPage()));
        }

        var rows = await ListAsync(_book["ListSubscriptions"].With(chosen), args, ReadSubscription, ct);
        return Cut(rows, page.Limit, subscription => subscription.Id.ToString());
    }

    private static Arg NoticeRows(IReadOnlyList<EnqueuedJob> jobs)
    {
        using var rows = new JsonRows();
        foreach (var notice in jobs.SelectMany(Subscription.Of))
        {
            rows.Row().Add("id", notice.Id).Add("org", notice.Org).Add("job", notice.OnlyJob!.Value).Add("channel", Of(notice.Channel))
                .Add("target", notice.Target).Add("lane", notice.Lane).Add("events", Of(notice.Events)).Add("secret", notice.Secret)
                .Add("by", notice.CreatedBy);
        }

        return rows.ToArg("notices");
    }

    private static Arg[] SubscriptionArgs(Subscription subscription) =>
    [
        Arg.Of("id", subscription.Id), Arg.Of("org", subscription.Org), Arg.Of("name", subscription.Name),
        Arg.Of("channel", Of(subscription.Channel)), Arg.Of("target", subscription.Target), Arg.Of("lane", subscription.Lane),
        Arg.Of("events", Of(subscription.Events)),
        Arg.Of("types", subscription.Types.Count == 0 ? null : $" {string.Join("  ", subscription.Types)} "),
        Arg.Of("labels", subscription.Labels.Count == 0 ? null
            : JsonSerializer.Serialize(subscription.Labels, StoreJson.Default.IReadOnlyDictionaryStringString)),
        Arg.Of("enabled", subscription.Enabled), Arg.Of("reason", subscription.Reason),
    ];

    private static Subscription ReadSubscription(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Org = row.GetString(1),
        OnlyJob = row.IsDBNull(2) ? null : new JobId(row.GetGuid(2)),
        Name = row.TextOrNull(3),
        Channel = ReadChannel(row.GetString(4)),
        Target = row.GetString(5),
        Lane = row.GetString(6),
        Events = [.. row.GetString(7).Split(' ').Select(Words.Status)],
        Types = row.TextOrNull(8)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        Labels = row.TextOrNull(9) is { } labels
            ? JsonSerializer.Deserialize(labels, StoreJson.Default.DictionaryStringString)! : new Dictionary<string, string>(),
        Secret = row.TextOrNull(10),
        OldSecret = row.TextOrNull(11),
        OldSecretUntil = row.TimeOrNull(12),
        Enabled = row.GetBoolean(13),
        Reason = row.TextOrNull(14),
        CreatedBy = row.TextOrNull(15),
        CreatedAt = row.Time(16),
        ChangedAt = row.Time(17),
    };

    private static string Of(DeliveryChannel channel) => channel == DeliveryChannel.Mail ? "mail" : "webhook";

    private static string Of(IReadOnlyList<JobStatus> events) => string.Join(' ', events.Select(Words.Of));

    private static DeliveryChannel ReadChannel(string word) => word == "mail" ? DeliveryChannel.Mail : DeliveryChannel.Webhook;
}
