using Headway.Model;

namespace Headway.Store;

/// <summary>What failures of one fingerprint have in common.</summary>
/// <param name="Print">The fingerprint.</param>
/// <param name="Class">Of the failure.</param>
/// <param name="Code">Of the failure.</param>
/// <param name="Pattern">Its message without what differs from case to case.</param>
/// <param name="Sample">A message as it was, ≤ 500 characters.</param>
/// <param name="Hint">What a person can do about it, ≤ 500 characters.</param>
public sealed record ErrorKind(string Print, FaultClass Class, string Code, string Pattern, string Sample, string? Hint)
{
    private const int LongestText = 500;

    /// <summary>That of a failure.</summary>
    public static ErrorKind Of(Fault fault)
    {
        var pattern = Fingerprint.Pattern(fault.Message);
        return new ErrorKind(
            Fingerprint.Of(fault.Code, pattern), fault.Class, fault.Code, pattern,
            Fingerprint.Cut(fault.Message, LongestText), fault.Hint is { } hint ? Fingerprint.Cut(hint, LongestText) : null);
    }

    /// <summary>The one that takes in what has no room of its own: see <see cref="ErrorBatch.MostOfACode"/>.</summary>
    public ErrorKind Rest() => this with { Print = Fingerprint.Of(Code, ""), Pattern = "…" };
}
