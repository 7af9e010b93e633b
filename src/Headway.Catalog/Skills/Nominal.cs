namespace Headway.Catalog.Skills;

/// <summary>Verbs of skill names and the nouns made of them: "manage projects" is "project management".</summary>
internal static class Nominal
{
    /// <summary>The noun of a verb, or null where the verb makes none that names a skill.</summary>
    public static string? OfVerb(string verb) => verb switch
    {
        "manage" => "management",
        "analyse" => "analysis",
        "develop" => "development",
        "solve" => "solving",
        "resolve" => "resolution",
        "evaluate" => "evaluation",
        "assess" => "assessment",
        "implement" => "implementation",
        "maintain" => "maintenance",
        "interpret" => "interpretation",
        "collect" => "collection",
        "integrate" => "integration",
        "optimise" => "optimisation",
        "visualise" => "visualisation",
        "process" => "processing",
        "model" => "modelling",
        "plan" => "planning",
        "design" => "design",
        "test" => "testing",
        "make" => "making",
        "write" => "writing",
        "teach" => "teaching",
        "build" => "building",
        "monitor" => "monitoring",
        "negotiate" => "negotiation",
        "coordinate" => "coordination",
        _ => null,
    };
}
