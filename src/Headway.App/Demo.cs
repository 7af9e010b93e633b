using Headway.Catalog.Skills;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary>The sample batch: submitted once a data folder, then followed.</summary>
internal sealed class Demo(ApiClient client, string? folder)
{
    /// <summary>Job type of the sample batch.</summary>
    public const string Type = SyllabusSkills.TypeName;
    private const string Name = "Sample syllabi";
    private const string Samples = "samples/syllabi";

    /// <summary>Submits the batch, or finds the one there is, and shows it until it ends. The server goes on afterwards.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var job = await FindAsync(ct);
        if (job is not null && JobDisplay.IsFinal(job))
        {
            await Console.Out.WriteLineAsync($"The sample batch has run already ({JobDisplay.Line(job)}): {Page(job)}");
            return;
        }

        job ??= await SubmitAsync(ct);
        await Console.Out.WriteLineAsync($"The sample batch: {Page(job)}");
        var last = await JobDisplay.FollowAsync(client.WatchAsync(job.Id, ct), Name, ct) ?? job;
        await Console.Out.WriteLineAsync(
            $"The sample batch is {last.StatusNote ?? JobDisplay.Word(last.Status)}. Headway stays up; Ctrl+C ends it.");
    }

    /// <summary>The folder of the samples: the one given, or the repository's, looked for from the program and from here upwards.</summary>
    public static string? FindSamples(string? given)
    {
        if (given is not null)
            return Directory.Exists(given) ? given : null;
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var place = new DirectoryInfo(start); place is not null; place = place.Parent)
            {
                var samples = Path.Combine(place.FullName, Samples);
                if (Directory.Exists(samples))
                    return samples;
            }
        }

        return null;
    }

    private async Task<JobView?> FindAsync(CancellationToken ct)
    {
        var page = await client.ListAsync($"?type={Type}&search={Uri.EscapeDataString(Name)}&limit=1", ct);
        return page.Jobs is [var job, ..] ? job : null;
    }

    private async Task<JobView> SubmitAsync(CancellationToken ct)
    {
        var samples = FindSamples(folder)
            ?? throw new StopException(ExitCode.Usage,
                "The sample files are not here; start without --demo, or name their folder with --samples.");
        var submission = new Submission
        {
            Type = Type,
            Name = Name,
            Labels = new Dictionary<string, string> { ["demo"] = "syllabi" },
            Files = Submission.FilesOf([samples]),
        };
        using var content = submission.ToContent();
        return await client.SubmitAsync(content, ct);
    }

    private Uri Page(JobView job) => new(client.Server, $"/jobs/{job.Id}");
}
