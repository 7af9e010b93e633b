using Headway.Catalog.Documents;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary>Uploaded files go from the web to the catalog's file store, which do not know each other.</summary>
internal static class Uploads
{
    private const long Megabyte = 1_000_000;

    /// <summary>The sink the API is given.</summary>
    public static UploadSink ToSink(FileStore files, Settings settings) => new()
    {
        Limit = (type, name) => Megabyte * (type == Demo.Type && name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase)
            ? settings.SyllabusPdfMb
            : settings.UploadMb),
        StoreAsync = async (content, name, ct) =>
        {
            var file = await files.SaveAsync(content, ct);
            return new UploadedFile { Sha256 = file.Sha256, Bytes = file.Bytes, Name = name };
        },
    };
}
