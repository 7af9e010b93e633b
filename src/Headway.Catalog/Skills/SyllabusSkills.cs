using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headway.Catalog.Documents;
using Headway.Handlers;

namespace Headway.Catalog.Skills;

/// <summary>
/// The job type <c>skills.syllabus</c>: from an uploaded syllabus to the skills it teaches.
/// One item a document; a failed one stops no other.
/// Its output is a <see cref="SkillReport"/> with a member <c>document</c> that says what was read and where the text is kept.
/// </summary>
public sealed class SyllabusSkills(DocumentSource documents, FileStore files, SyllabusAnalyzer analyzer) : IJobHandler
{
    /// <summary>Name of the job type.</summary>
    public const string TypeName = "skills.syllabus";

    /// <inheritdoc/>
    public async ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        var config = item.Job.Config<SyllabusConfig>();
        var input = item.Input<SyllabusInput>();
        item.Progress(0, 3, "Reading the document");
        var document = await documents.ReadAsync(input.File, item, ct);
        item.Progress(1, 3, "Finding skills");
        var report = analyzer.Analyze(document.Text, config.Settings, input.Metadata);
        item.Progress(2, 3, "Keeping the text");
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(document.Text));
        var kept = await files.SaveAsync(text, ct);
        return Outcome.Completed(new RawJson(Output(report, document, kept)));
    }

    private static string Output(SkillReport report, DocumentText document, StoredFile text)
    {
        var output = JsonSerializer.SerializeToNode(report, SkillJson.Default.SkillReport)!.AsObject();
        output.Insert(0, "document", new JsonObject
        {
            ["kind"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(document.Kind.ToString()),
            ["title"] = document.Title,
            ["pages"] = document.Pages,
            ["characters"] = document.Text.Length,
            ["text_sha256"] = text.Sha256,
            ["warnings"] = new JsonArray([.. document.Warnings.Select(warning => (JsonNode)warning)]),
        });
        return output.ToJsonString();
    }
}
