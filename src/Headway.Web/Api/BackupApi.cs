using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Headway.Web.Api;

/// <summary>A copy of everything, while the server runs.</summary>
internal static class BackupApi
{
    /// <summary>Maps the route below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/backup", GetAsync).Describe("getBackup", "Database and files as they are now, as one file", "System")
            .Answers<string>(200, "A tar, streamed; `headway restore` takes it.", "application/x-tar").Refuses(409, 503);

    private static async Task GetAsync(HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        var source = http.RequestServices.GetService<BackupSource>();
        if (source?.WriteAsync is not { } write)
        {
            throw new RefusedException(
                StatusCodes.Status409Conflict, "no_backup", source?.Instead ?? "This server makes no backups; copy its database yourself.");
        }

        var time = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        http.Response.ContentType = "application/x-tar";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition =
            new ContentDispositionHeaderValue("attachment") { FileName = $"headway-backup-{time}.tar" }.ToString();
        await write(http.Response.Body, ct);
    }
}
