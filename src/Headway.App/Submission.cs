using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary>A submission of files, or of none, as the API takes it.</summary>
internal sealed record Submission
{
    public required string Type { get; init; }

    public string? Name { get; init; }

    /// <summary>JSON text of an object.</summary>
    public string? Config { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public string? Queue { get; init; }

    /// <summary><c>client</c> where workers are not to touch it.</summary>
    public string? Driver { get; init; }

    public int? Priority { get; init; }

    public bool DryRun { get; init; }

    public string? UniqueKey { get; init; }

    /// <summary>Seconds the job may take; null: what its type says.</summary>
    public double? TimeLimitSeconds { get; init; }

    /// <summary>URL that is told how the job ended.</summary>
    public string? Webhook { get; init; }

    /// <summary>Mail address that is told how the job ended.</summary>
    public string? Mail { get; init; }

    public IReadOnlyList<AfterRequest> After { get; init; } = [];

    public string? Parent { get; init; }

    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The files of these arguments: files as they are, folders as the files in them, by name.</summary>
    /// <exception cref="StopException">There is no such file or folder.</exception>
    public static IReadOnlyList<string> FilesOf(IEnumerable<string> arguments)
    {
        var files = new List<string>();
        foreach (var argument in arguments)
        {
            if (Directory.Exists(argument))
                files.AddRange(Directory.EnumerateFiles(argument).Where(IsShown).Order(StringComparer.Ordinal));
            else if (File.Exists(argument))
                files.Add(argument);
            else
                throw new StopException(ExitCode.Usage, $"There is no file or folder '{argument}'.");
        }

        return files;
    }

    /// <summary>The body of the request; files are read as they are sent.</summary>
    public HttpContent ToContent() => Files.Count == 0 ? ToJson() : ToForm();

    private static bool IsShown(string file) => Path.GetFileName(file) is var name && name[0] != '.'
        && !name.StartsWith("README", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("NOTICE", StringComparison.OrdinalIgnoreCase);

    private StringContent ToJson()
    {
        var request = new JobRequest
        {
            Type = Type,
            Source = "cli",
            Name = Name,
            DryRun = DryRun ? true : null,
            Config = Config is null ? null : JsonElement.Parse(Config),
            Labels = Labels.Count > 0 ? Labels : null,
            Queue = Queue,
            Driver = Parameters.Drive(Driver),
            Priority = Priority,
            UniqueKey = UniqueKey,
            TimeLimitSeconds = TimeLimitSeconds,
            Webhook = Webhook,
            Mail = Mail,
            After = After.Count > 0 ? After : null,
            Parent = Parent is null ? null : new ParentRequest { Job = Parent },
        };
        return new StringContent(JsonSerializer.Serialize(request, WireJson.Default.JobRequest), Encoding.UTF8, "application/json");
    }

    private MultipartFormDataContent ToForm()
    {
        var form = new MultipartFormDataContent { { new StringContent(Type), "type" }, { new StringContent("cli"), "source" } };
        if (Name is not null)
            form.Add(new StringContent(Name), "name");
        if (Config is not null)
            form.Add(new StringContent(Config), "config");
        if (Driver is not null)
            form.Add(new StringContent(Driver), "driver");
        if (Queue is not null)
            form.Add(new StringContent(Queue), "queue");
        if (UniqueKey is not null)
            form.Add(new StringContent(UniqueKey), "unique_key");
        if (Webhook is not null)
            form.Add(new StringContent(Webhook), "webhook");
        if (Mail is not null)
            form.Add(new StringContent(Mail), "mail");
        if (Priority is { } priority)
            form.Add(new StringContent(priority.ToString(CultureInfo.InvariantCulture)), "priority");
        if (TimeLimitSeconds is { } limit)
            form.Add(new StringContent(limit.ToString(CultureInfo.InvariantCulture)), "time_limit_seconds");
        if (Labels.Count > 0)
            form.Add(new StringContent(JsonSerializer.Serialize(new(Labels), WireJson.Default.DictionaryStringString)), "labels");
        foreach (var file in Files)
        {
            var content = new StreamContent(File.OpenRead(file));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(content, "files", Path.GetFileName(file));
        }

        return form;
    }
}
