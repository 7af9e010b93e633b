namespace Headway.Model;

/// <summary>Which part of its life a job is in.</summary>
public enum JobPhase
{
    /// <summary>Items are planned and worked.</summary>
    Work,

    /// <summary>Every item is final; the finish item remains.</summary>
    Finish,

    /// <summary>Nothing remains.</summary>
    Final,
}
