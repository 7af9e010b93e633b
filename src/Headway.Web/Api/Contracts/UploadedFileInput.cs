namespace Headway.Web.Api.Contracts;

/// <summary>The input of an item that came as a file: <c>{"file": {…}}</c>.</summary>
public sealed record UploadedFileInput
{
    /// <summary>Where the file is.</summary>
    public required UploadedFile File { get; init; }
}
