using Headway.Deliveries;
using Headway.Model;

namespace Headway.Store;

/// <summary>Which deliveries; what is null does not choose.</summary>
/// <param name="Org">Of this organisation.</param>
/// <param name="Job">About this job.</param>
/// <param name="Subscription">For this subscription.</param>
/// <param name="State">In this state.</param>
public sealed record DeliveryFilter(
    string? Org = null, JobId? Job = null, Guid? Subscription = null, DeliveryState? State = null);
