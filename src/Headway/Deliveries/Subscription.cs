using System.Buffers.Binary;
using System.Security.Cryptography;
using Headway.Model;
using Headway.Store;

namespace Headway.Deliveries;

/// <summary>Somebody who wants to hear of ends of jobs.</summary>
public sealed record Subscription
{
    /// <summary>Its name for ever.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose jobs it is about.</summary>
    public required string Org { get; init; }

    /// <summary>The one job it is about, as a notice of its submission; null for all that fit.</summary>
    public JobId? OnlyJob { get; init; }

    /// <summary>What a person calls it; null shows the target.</summary>
    public string? Name { get; init; }

    /// <summary>The way.</summary>
    public required DeliveryChannel Channel { get; init; }

    /// <summary>An http or https URL, or a mail address.</summary>
    public required string Target { get; init; }

    /// <summary>Destinations that are slow together share it: host and port of a webhook, one for all mail. Set by the engine.</summary>
    public string Lane { get; init; } = "";

    /// <summary>Ends it wants to hear of: completed, failed, cancelled; empty for all of them.</summary>
    public IReadOnlyList<JobStatus> Events { get; init; } = [];

    /// <summary>Job types it is about; empty for any.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Labels a job must have, all of them; empty for none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Signs; null: unsigned, as mail always is.</summary>
    public string? Secret { get; init; }

    /// <summary>The secret before the last change, while it signs too.</summary>
    public string? OldSecret { get; init; }

    /// <summary>When the old secret stops signing.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>False: nothing new is written for it, and what waits stands still.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Why it is disabled; null where a person did it without a word, or it is enabled.</summary>
    public string? Reason { get; init; }

    /// <summary>Who made it; null where nobody was signed in.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was made; set by the store.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed; set by the store.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Without target and secrets, so that none gets into a log.</summary>
    public override string ToString() => $"Subscription {Id} by {Channel}";

    /// <summary>What a submission's notices become. Their ids follow from the job's, so a repeated submission writes none twice.</summary>
    public static IEnumerable<Subscription> Of(EnqueuedJob job) => (job.Job.Notices ?? []).Select((notice, no) => new Subscription
    {
        Id = IdOf(job.Id, no),
        Org = job.Job.Org,
        OnlyJob = job.Id,
        Channel = notice.Channel,
        Target = notice.Target,
        Lane = LaneOf(notice.Channel, notice.Target),
        Events = AllEvents,
        Secret = notice.Secret,
        CreatedBy = job.Job.CreatedBy,
    });

    /// <summary>Every end there is.</summary>
    public static IReadOnlyList<JobStatus> AllEvents { get; } = [JobStatus.Completed, JobStatus.Failed, JobStatus.Cancelled];

    /// <summary>All mail goes to one server; a webhook's lane is scheme, host and port.</summary>
    internal static string LaneOf(DeliveryChannel channel, string target) => channel == DeliveryChannel.Mail ? "mail"
        : Uri.TryCreate(target, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.IdnHost}:{url.Port}" : "unknown";

    private static Guid IdOf(JobId job, int no)
    {
        Span<byte> bytes = stackalloc byte[20];
        job.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], no);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
