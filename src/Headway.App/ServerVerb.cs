using System.CommandLine;

namespace Headway.App;

/// <summary>A verb that asks the running server.</summary>
internal static class ServerVerb
{
    /// <summary>Makes one; its client is opened for the server that its options name, and closed behind it.</summary>
    /// <param name="name">Word on the command line.</param>
    /// <param name="description">One sentence for the help.</param>
    /// <param name="run">Does it; gives the exit code.</param>
    /// <param name="parts">Its options and arguments, in the order of the help.</param>
    public static Command Make(
        string name, string description, Func<ParseResult, ApiClient, CancellationToken, Task<int>> run, IReadOnlyList<Symbol> parts)
    {
        var verb = new Command(name, description);
        foreach (var part in parts)
        {
            if (part is Argument argument)
                verb.Add(argument);
            else
                verb.Add((Option)part);
        }

        verb.Add(Options.Key());
        verb.SetAction(async (line, ct) =>
        {
            using var client = ApiClient.For(SettingsReader.Read(line));
            return await run(line, client, ct);
        });
        return verb;
    }
}
