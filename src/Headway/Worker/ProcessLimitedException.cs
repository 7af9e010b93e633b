using System.Globalization;
using Headway.Model;
using Headway.Store;

namespace Headway.Worker;

/// <summary>A limit lets nothing more start now: a call of process took nothing and is to be made again later.</summary>
/// <param name="over">The limit.</param>
public sealed class ProcessLimitedException(LimitHit over) : Exception(Sentence(over))
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WhereNothingMay = TimeSpan.FromMinutes(1);

    /// <summary>The limit that had no room.</summary>
    public LimitHit Over { get; } = over;

    /// <summary>When to call again: exact where the limit counts starts, else a guess.</summary>
    public TimeSpan RetryAfter => Over.RetryIn ?? (Over.Most == 0 ? WhereNothingMay : Usual);

    private static string Sentence(LimitHit over) => string.Create(CultureInfo.InvariantCulture,
        $"The limit of {Named(over)} lets no more than {over.Most} {Counted(over.Unit)}; nothing was taken, call process again later.");

    private static string Named(LimitHit over) => over.Scope switch
    {
        LimitScope.Global => "everything",
        LimitScope.Org => $"organisation '{over.Name}'",
        _ => $"{over.Scope.ToString().ToLowerInvariant()} '{over.Name}'",
    };

    private static string Counted(LimitUnit unit) => unit switch
    {
        LimitUnit.Slots => "chunks run at once",
        LimitUnit.Jobs => "jobs be under way",
        _ => "chunks start in its time",
    };
}
