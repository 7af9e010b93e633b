namespace Headway.Model;

/// <summary>What becomes of a job where one it was to run after does not complete: it failed, or was cancelled.</summary>
public enum FailurePolicy
{
    /// <summary>It fails as well, with a fault that names the other.</summary>
    Fail,

    /// <summary>It is cancelled, with a fault that names the other.</summary>
    Skip,

    /// <summary>It runs, whatever came of the other.</summary>
    Ignore,
}
