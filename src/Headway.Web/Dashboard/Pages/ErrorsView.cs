using Headway.Client;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the page of errors shows, read in one go.</summary>
/// <param name="Errors">As the filter says, at most 100.</param>
/// <param name="Open">The one that is looked at; null for none.</param>
/// <param name="Hits">Jobs it happened to, the last hit first, at most 20.</param>
/// <param name="Now">The store's time when this was read.</param>
public sealed record ErrorsView(IReadOnlyList<ErrorGroup> Errors, ErrorGroup? Open, IReadOnlyList<ErrorHit> Hits, DateTimeOffset Now)
{
    /// <summary>So many at most.</summary>
    public const int Most = 100;

    private const int MostHits = 20;

    internal static async ValueTask<ErrorsView> ReadAsync(
        ErrorClient errors, JobQueries queries, ErrorFilter filter, string? print, CancellationToken ct)
    {
        var open = string.IsNullOrEmpty(print) ? null : await errors.GetAsync(print, filter, ct);
        return new ErrorsView(
            await errors.ListAsync(filter with { Limit = Most }, ct), open,
            open is null ? [] : await errors.ListJobsAsync(open.Print, null, MostHits, ct), await queries.NowAsync(ct));
    }
}
