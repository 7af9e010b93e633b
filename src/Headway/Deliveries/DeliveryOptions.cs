namespace Headway.Deliveries;

/// <summary>How a process sends deliveries.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Deliveries this process sends at once.</summary>
    public int Slots { get; init; } = 16;

    /// <summary>Of them, those to destinations of one lane, about.</summary>
    public int PerLane { get; init; } = 4;

    /// <summary>How long a destination may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is looked for what has come due.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long deliveries that were taken can be looked at.</summary>
    public TimeSpan KeepSent { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long those that were given up can be looked at and sent again.</summary>
    public TimeSpan KeepDead { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a replaced secret goes on signing beside the new one.</summary>
    public TimeSpan OldSecretSigns { get; init; } = TimeSpan.FromHours(24);
}
