using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Where uploaded files go. The host hands it in, because what stores files is no part of the web.</summary>
public sealed record UploadSink
{
    /// <summary>
    /// Stores one file from its content, to its end, under a name made of the content. Takes the content and the file's name.
    /// </summary>
    public required Func<Stream, string, CancellationToken, ValueTask<UploadedFile>> StoreAsync { get; init; }

    /// <summary>Bytes a file may have, by job type and file name.</summary>
    public required Func<string, string, long> Limit { get; init; }
}
