using System.Text.Json.Serialization;

namespace Headway.App;

/// <summary>How much a finding matters.</summary>
internal enum FindingLevel
{
    /// <summary>Nothing needs doing.</summary>
    [JsonStringEnumMemberName("fine")]
    Fine,

    /// <summary>It works, and somebody should look at it.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It does not work, or work can be lost.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
