using static Headway.People.Permission;
using static Headway.People.Reach;

namespace Headway.People;

/// <summary>Which role may do what. The table of docs/security.md is this one; a test holds the two together.</summary>
public static class RoleTable
{
    private static readonly Permission[] Everything = Enum.GetValues<Permission>();

    private static readonly Dictionary<Role, Permission[]> Wholly = new()
    {
        [Role.Owner] = [.. Everything.Except([RunSystem])],
        [Role.Admin] = [.. Everything.Except([RunSystem])],
        [Role.Operator] =
        [
            ReadJobs, ReadData, ReadSystem, SubmitJobs, ControlJobs, WorkJobs, ExportData, SteerFlow, ManageSchedules, ManageSubscriptions,
            OwnKeys,
        ],
        [Role.Submitter] = [ReadJobs, SubmitJobs, OwnKeys],
        [Role.Searcher] = [ReadJobs, ReadData, OwnKeys],
        [Role.Viewer] = [ReadJobs, ReadData, ReadSystem, OwnKeys],
        [Role.Auditor] = [ReadJobs, ReadSystem, ReadAudit, OwnKeys],
        [Role.Worker] = [ReadJobs, ReadData, WorkJobs],
        [Role.PlatformAdmin] = Everything,
    };

    private static readonly Dictionary<Role, Permission[]> OfOwn = new()
    {
        [Role.Submitter] = [ReadData, ControlJobs, WorkJobs],
    };

    /// <summary>How far a role may go with a permission.</summary>
    public static Reach Of(Role role, Permission permission) =>
        Wholly[role].Contains(permission) ? All
        : OfOwn.TryGetValue(role, out var own) && own.Contains(permission) ? Own : None;

    /// <summary>
    /// Whether whoever holds some roles may give another: none that goes further than they do together. Owners are made by owners and
    /// platform admins alone.
    /// </summary>
    public static bool MayGive(IReadOnlyCollection<Role> held, Role given) =>
        Everything.All(permission => held.Max(role => (Reach?)Of(role, permission)) >= Of(given, permission))
        && (given != Role.Owner || held.Contains(Role.Owner) || held.Contains(Role.PlatformAdmin));
}
