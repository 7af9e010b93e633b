using System.Globalization;
using System.Text;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Headway.Web.Api;

/// <summary>
/// A submission of files: fields first, then the files, each streamed to the sink as it comes, none held in memory.
/// Every file becomes an item.
/// </summary>
internal sealed class FileSubmission(UploadSink sink)
{
    /// <summary>Bytes one request may have.</summary>
    public const long MaxBytes = 4L << 30;

    private const int MaxFiles = 10_000;
    private const int MaxFieldBytes = 256 * 1024;
    private const int MaxNameLength = 400;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly List<NewItem> _items = [];

    /// <summary>The boundary between parts; null where the request is not multipart/form-data.</summary>
    public static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : null;

    /// <summary>Reads the request to its end.</summary>
    public async Task<NewJob> ReadAsync(string boundary, Stream body, CancellationToken ct)
    {
        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
                await TakeAsync(section, ct);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException || (e is IOException and not BadHttpRequestException))
        {
            throw Bad("bad_form", "The form ends early or is not multipart/form-data as it should be; send it again.");
        }

        if (_items.Count == 0)
            throw Bad("no_files", "Attach at least one file, or send the submission as JSON.");
        return ToJob();
    }

    private async Task TakeAsync(MultipartSection section, CancellationToken ct)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            throw Bad("bad_form", "A part of the form has no Content-Disposition; name every field and file.");
        if (disposition.IsFileDisposition())
            await TakeFileAsync(section, disposition, ct);
        else
            await TakeFieldAsync(section, HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), ct);
    }

    private async Task TakeFieldAsync(MultipartSection section, string name, CancellationToken ct)
    {
        var content = new MemoryStream();
        await using var limited = new LimitedStream(section.Body, MaxFieldBytes, () => new RefusedException(
            StatusCodes.Status413PayloadTooLarge, "too_large", $"The field '{name}' is larger than 256 KB; put the data in a file."));
        await limited.CopyToAsync(content, ct);
        _fields[name] = Encoding.UTF8.GetString(content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    private async Task TakeFileAsync(MultipartSection section, ContentDispositionHeaderValue disposition, CancellationToken ct)
    {
        if (!_fields.TryGetValue("type", out var type))
            throw Bad("type_missing", "Put the field 'type' before the files, so that each file's limit is known.");
        if (_items.Count == MaxFiles)
        {
            throw new RefusedException(
                StatusCodes.Status413PayloadTooLarge, "too_many_files",
                $"A submission takes at most {MaxFiles:N0} files; send the rest as another job.");
        }

        var name = FileName(disposition);
        var limit = sink.Limit(type, name);
        await using var limited = new LimitedStream(section.Body, limit, () => new RefusedException(
            StatusCodes.Status413PayloadTooLarge, "file_too_large",
            string.Create(CultureInfo.InvariantCulture,
                $"'{name}' is larger than {limit / 1e6:0.##} MB, the most a file of this kind may have; nothing was submitted.")));
        var file = await sink.StoreAsync(limited, name, ct);
        var input = JsonSerializer.Serialize(new UploadedFileInput { File = file }, WireJson.Default.UploadedFileInput);
        _items.Add(new NewItem(name, input));
    }

    private NewJob ToJob()
    {
        var job = new NewJob
        {
            Type = SubmitApi.RequireType(_fields.GetValueOrDefault("type")),
            Name = _fields.GetValueOrDefault("name") is { Length: > 0 } name ? name : null,
            Config = SubmitApi.ConfigText(ReadField("config", text => JsonElement.Parse(text), (JsonElement?)null)),
            Labels = ReadField("labels", text => JsonSerializer.Deserialize(text, WireJson.Default.DictionaryStringString), null),
            Priority = ReadField("priority", text => int.TryParse(text, CultureInfo.InvariantCulture, out var priority)
                ? priority
                : throw RefusedException.BadParameter("priority", text, "a whole number"), 0),
            Source = SubmitApi.ReadSource(_fields.GetValueOrDefault("source")),
            DueAt = ReadField("due_at", ReadTime, (DateTimeOffset?)null),
            TimeLimit = SubmitApi.ToTimeLimit(ReadField("time_limit_seconds", text =>
                double.TryParse(text, CultureInfo.InvariantCulture, out var seconds)
                    ? seconds
                    : throw RefusedException.BadParameter("time_limit_seconds", text, "a number"), (double?)null)),
            UniqueKey = _fields.GetValueOrDefault("unique_key") is { Length: > 0 } key ? key : null,
            Notices = SubmitApi.ToNotices(
                _fields.GetValueOrDefault("webhook"), _fields.GetValueOrDefault("webhook_secret"), _fields.GetValueOrDefault("mail")),
            Items = _items,
            Drive = Parameters.Drive(_fields.GetValueOrDefault("driver")),
        };
        return job with { Queue = _fields.GetValueOrDefault("queue") ?? job.Queue };
    }

    private T ReadField<T>(string name, Func<string, T> read, T otherwise)
    {
        if (!_fields.TryGetValue(name, out var text) || string.IsNullOrWhiteSpace(text))
            return otherwise;
        try
        {
            return read(text);
        }
        catch (JsonException e)
        {
            throw SubmitApi.BadJson($"field '{name}'", e);
        }
    }

    private static DateTimeOffset? ReadTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw RefusedException.BadParameter("due_at", text, "a time such as 2026-11-23T10:00:00Z");

    private static string FileName(ContentDispositionHeaderValue disposition)
    {
        var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName)
            .ToString();
        var name = new string([.. given.Split('/', '\\')[^1].Where(c => !char.IsControl(c))]).Trim();
        return name.Length switch
        {
            0 => "file",
            > MaxNameLength => name[..MaxNameLength],
            _ => name,
        };
    }

    private static RefusedException Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
