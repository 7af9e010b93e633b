using Headway.People;
using Microsoft.AspNetCore.StaticAssets;
using static Headway.People.Permission;

namespace Headway.Web.Access;

/// <summary>What each route of the API needs, by its name. A route that is not here lets nobody in, and a test names it.</summary>
internal static class RoutePermissions
{
    private static readonly Dictionary<Permission, string[]> Names = new()
    {
        [ReadJobs] =
        [
            "listJobs", "getJobWhy", "getJobHistory", "getJobFamily", "listItems", "streamEvents", "streamJobEvents", "adminListJobs",
            "listTypes", "getType", "listArchive", "getArchived", "getMe", "listMySignIns", "endMySignIn", "setMyPassword",
        ],
        [ReadData] = ["getJob", "getItem", "getJobLog", "adminGetJob", "listErrors", "getError"],
        [ReadSystem] =
        [
            "getStats", "listWorkers", "listQueues", "listWaitingTypes", "listLimits", "listBreakers", "listSchedules", "previewSchedule",
            "getSchedule", "nextFires", "listFires", "listSubscriptions", "getSubscription", "listDeliveries", "getDelivery",
            "getRetention", "getMetrics",
        ],
        [SubmitJobs] = ["submitJob", "adminCreateJob"],
        [ControlJobs] =
        [
            "cancelJob", "pauseJob", "resumeJob", "patchJob", "retryItem", "forceItem", "skipItem", "restartJob", "retryFailed",
            "rerunErrors", "runAgain", "rollBackJob", "keepJob", "letJobGo", "bulkJobs", "adminCancelJob", "adminRetryErrors",
            "adminRollBackJob", "resolveError", "ignoreError", "reopenError",
        ],
        [WorkJobs] = ["adminProcessJob"],
        [ExportData] = ["exportJobs", "exportItems", "exportAttempts", "readArchived"],
        [DeleteJobs] = ["deleteJob", "archiveJob", "restoreJob", "putRetention"],
        [SteerFlow] =
        [
            "pauseQueue", "resumeQueue", "pauseType", "resumeType", "setLimit", "removeLimit", "setLimitPreset", "openBreaker",
            "closeBreaker",
        ],
        [ManageSchedules] = ["addSchedule", "editSchedule", "removeSchedule", "pauseSchedule", "resumeSchedule", "runSchedule"],
        [ManageSubscriptions] =
            ["addSubscription", "editSubscription", "removeSubscription", "changeSecret", "testSubscription", "redeliver"],
        [OwnKeys] = ["listKeys", "addKey", "revokeKey"],
        [ManagePeople] = ["listPeople", "addPerson", "changePerson", "linkPerson"],
        [RunSystem] = ["getBackup"],
    };

    private static readonly Dictionary<string, Permission> ByName =
        Names.SelectMany(one => one.Value.Select(name => (name, one.Key))).ToDictionary(one => one.name, one => one.Key);

    /// <summary>What an endpoint needs, of the pages too.</summary>
    /// <param name="endpoint">Which.</param>
    /// <param name="forAnyone">Whether one need not be signed in, as for scripts and styles, which say nothing of jobs.</param>
    /// <returns>Null where nothing is said of it.</returns>
    public static Permission? Of(Endpoint endpoint, out bool forAnyone)
    {
        var needs = Of(endpoint.Metadata, out forAnyone);
        forAnyone |= endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
        // The connection of a page: the page asks for itself what it needs, at every read.
        return needs is null && endpoint is RouteEndpoint { RoutePattern.RawText: { } path } && IsConnection(path.TrimStart('/'))
            ? ReadJobs : needs;
    }

    /// <summary>What an endpoint needs.</summary>
    /// <param name="metadata">The endpoint's.</param>
    /// <param name="forAnyone">Whether one need not be signed in.</param>
    /// <returns>Null where nothing is said of it.</returns>
    public static Permission? Of(IEnumerable<object> metadata, out bool forAnyone)
    {
        forAnyone = false;
        Permission? found = null;
        foreach (var one in metadata)
        {
            if (one is ForAnyoneAttribute)
                forAnyone = true;
            else if (one is NeedsAttribute needs)
                found = needs.Permission;
            else if (one is IEndpointNameMetadata named && ByName.TryGetValue(named.EndpointName, out var permission))
                found = permission;
        }

        return found;
    }

    private static bool IsConnection(string path) =>
        path == "_framework/opaque-redirect" || path.StartsWith("_blazor", StringComparison.Ordinal);
}
