namespace Headway.Model;

/// <summary>The words of the reference systems for our states, kept in one place; five columns, no logic elsewhere.</summary>
public enum Vocabulary
{
    /// <summary>Our own nine words, lower case.</summary>
    Headway,

    /// <summary>Mapademics: PENDING, PROCESSING, COMPLETED, FAILED, RETRYING, and CANCELLED, a word we added.</summary>
    Mapademics,

    /// <summary>Exlitem, per attempt: Pending, Running, Success, Failed, and Cancelled, a word we added.</summary>
    Exlitem,

    /// <summary>AudienceGPT: pending, processing, completed, failed, cancelled.</summary>
    AudienceGpt,

    /// <summary>Compileo: pending, scheduled, running, completed, failed, cancelled.</summary>
    Compileo,

    /// <summary>Vectense: queued, preparing, running, paused, completed, failed, and cancelled, a word we added.</summary>
    Vectense,
}
