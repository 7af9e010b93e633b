using Headway.Catalog.Documents;
using Headway.Catalog.Skills;
using Headway.Catalog.Trials;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Headway.Catalog;

/// <summary>Puts the built-in job types into a process.</summary>
public static class CatalogServices
{
    /// <summary>Registers the built-in job types and what they share.</summary>
    /// <param name="headway">The process.</param>
    /// <param name="files">Folder of uploaded files; every process that works the same store must see the same folder.</param>
    public static HeadwayBuilder AddCatalog(this HeadwayBuilder headway, string files)
    {
        headway.Services.TryAddSingleton(new FileStore(files));
        headway.Services.TryAddSingleton<DocumentParserOptions>();
        headway.Services.TryAddSingleton<DocumentParser>();
        headway.Services.TryAddSingleton<DocumentSource>();
        headway.Services.TryAddSingleton(_ => SkillLibrary.Load());
        headway.Services.TryAddSingleton<SyllabusAnalyzer>();
        headway.AddJobType<VerifyFile>("files.verify", type => type with { Title = "Verify stored files" });
        return headway.AddJobType<SyllabusSkills>(
            SyllabusSkills.TypeName, type => type with { Title = "Skills from syllabi", Category = "Syllabi" });
    }

    /// <summary>Registers <c>trials.items</c>, whose items can be told to be slow, deaf or deadly: to try a deployment with.</summary>
    public static HeadwayBuilder AddTrials(this HeadwayBuilder headway) =>
        headway.AddJobType<TrialItems>(TrialItems.TypeName, type => type with { Title = "Trial items" });
}
