using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Headway.Deliveries;

/// <summary>What a sender is to send.</summary>
/// <param name="Delivery">Which delivery.</param>
/// <param name="Subscription">For whom, with the secrets that sign now.</param>
/// <param name="Job">The job as it ended; null for a ping.</param>
public sealed record DeliveryMessage(Delivery Delivery, Subscription Subscription, EndedJob? Job)
{
    /// <summary>
    /// Its name at the destination: the same for every attempt, on every node, and after the database was restored from a backup.
    /// It follows from what it says, so no two say different things under one name.
    /// </summary>
    public string Id
    {
        get
        {
            var what = Delivery.JobId is { } job
                ? string.Create(CultureInfo.InvariantCulture, $"{Subscription.Id}/{job}/{Delivery.Generation}")
                : string.Create(CultureInfo.InvariantCulture, $"{Subscription.Id}/{Delivery.Event}/{Delivery.Id}/{Delivery.CreatedAt:O}");
            return $"msg_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16))}";
        }
    }
}
