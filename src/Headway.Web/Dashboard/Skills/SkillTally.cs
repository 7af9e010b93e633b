using Headway.Client;
using Headway.Model;

namespace Headway.Web.Dashboard.Skills;

/// <summary>
/// Counts the skills of a job's items while they come in. An item's output never changes once it is completed, so each is read once;
/// a glance reads a bounded number of new ones and the next glance goes on.
/// </summary>
internal sealed class SkillTally
{
    private const int ReadsAtOnce = 60;
    private const int Most = 1000;
    private readonly Dictionary<int, SkillOutput?> _read = [];

    /// <summary>Documents read so far that told skills.</summary>
    public int Documents => _read.Values.Count(output => output is not null);

    /// <summary>Reads what has been completed since the last glance.</summary>
    /// <returns>The skills, the most frequent first; and whether there is more to read.</returns>
    public async ValueTask<SkillRanking> GlanceAsync(JobQueries queries, JobId id, IEnumerable<Item> items, CancellationToken ct)
    {
        var waiting = items.Where(item => item.State == ItemState.Completed && !_read.ContainsKey(item.No))
            .Take(Most - _read.Count).ToList();
        foreach (var item in waiting.Take(ReadsAtOnce))
            _read[item.No] = SkillOutput.Read((await queries.GetItemAsync(id, item.No, ct))?.Output);
        return new SkillRanking(Rank(), Documents, waiting.Count > ReadsAtOnce);
    }

    private List<RankedSkill> Rank() =>
    [
        .. _read.Values.OfType<SkillOutput>()
            .SelectMany(output => output.Skills.DistinctBy(skill => skill.Name, StringComparer.OrdinalIgnoreCase))
            .GroupBy(skill => skill.Name, StringComparer.OrdinalIgnoreCase)
            .Select(group => new RankedSkill(
                group.First().Name,
                group.First().Type,
                group.Count(),
                group.Average(skill => skill.Level),
                group.Average(skill => skill.Confidence ?? 0)))
            .OrderByDescending(skill => skill.Items)
            .ThenByDescending(skill => skill.Confidence)
            .ThenBy(skill => skill.Name, StringComparer.Ordinal),
    ];
}
