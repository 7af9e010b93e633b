namespace Headway.Model;

/// <summary>What a person last asked of a job; the one word the claim looks at before it takes anything.</summary>
public enum JobControl
{
    /// <summary>May run.</summary>
    Run,

    /// <summary>Nothing new of it is claimed; what runs, ends.</summary>
    Pause,

    /// <summary>Ended: nothing new is claimed, claims are revoked, late results are refused.</summary>
    Cancel,
}
