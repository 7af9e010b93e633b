using System.CommandLine;

namespace Headway.App;

/// <summary><c>headway doctor</c>: whether this machine and these settings can run Headway.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<bool> Queued =
        new("--queued") { Description = "Also look at every open job: a worker that knows its type, a config that its type still takes." };

    public static Command Make()
    {
        var command = new Command("doctor", "Checks what Headway needs and what its database holds, and says what to do. "
            + "Exit code: 0 all is fine, 1 warnings, 2 errors.")
        {
            new Option<int>("--port") { Description = "Port the server would use (default 5080)." },
            Options.Data(), Options.Store(), Queued, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var findings = await new Doctor(SettingsReader.Read(line), line.GetValue(Queued)).ExamineAsync(ct);
        if (line.GetValue(Json))
        {
            Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(findings, DoctorJson.Default.IReadOnlyListFinding));
        }
        else
        {
            foreach (var finding in findings)
                Console.WriteLine($"{Word(finding.Level)}  {finding.Name,-12} {finding.Detail}");
        }

        return Finding.CodeOf(findings);
    }

    private static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Fine => "ok  ",
        FindingLevel.Warning => "warn",
        _ => "FAIL",
    };
}
