using Headway.Handlers;

namespace Headway.Web.Tests.Browser;

internal sealed class GatedHandler(Gate gate) : IJobHandler
{
    private const string Report =
        """
        {"course":{"title":"Data Structures"},"outcomes":[{"text":"Choose a structure."}],"warnings":[],
        "skills":[{"name":"Java","type":"tool","level":3,"level_name":"Proficient","confidence":0.9,"kind":"explicit","mentions":2,
        "evidence":[{"quote":"Students write programs in Java."}]}]}
        """;

    public async ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        item.Progress("Reading the document");
        await gate.PassAsync(ct);
        return gate.Failing.Contains(item.Name!)
            ? throw FaultException.Permanent("encrypted", "This PDF is locked with a password.", "Save it without the password.")
            : Outcome.Completed(new RawJson(Report));
    }
}
