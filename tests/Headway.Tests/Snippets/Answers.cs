using Headway.Handlers;

namespace Headway.Tests.Snippets;

#region answers
public sealed class Answers(HttpClient http) : IJobHandler
{
    public async ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        await item.CallsAsync("llm.example.org", ct); // throws while nobody may call it: let it through
        var answer = await http.GetStringAsync(new Uri("https://llm.example.org/v1/answer"), ct);
        return Outcome.Completed(answer);
    }
}
#endregion
