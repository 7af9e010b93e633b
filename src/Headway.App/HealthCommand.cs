using System.CommandLine;
using System.Text.Json;
using Headway.Web.Api;

namespace Headway.App;

/// <summary><c>headway health</c>: whether the server answers, for containers that have no other program to ask with.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);
    private static readonly Option<bool> Ready =
        new("--ready") { Description = "Also whether its database takes writes, and whether deliveries were given up." };
    private static readonly Option<bool> Json = Options.Json();

    public static Command Make()
    {
        var command = new Command(
            "health", "Whether the server answers, within 5 seconds. Exit code: 0 it does (degraded too, which is printed), 1 it does not.")
        {
            Ready, Json, Options.Server(), Options.Data(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(Within);
        try
        {
            using var client = ApiClient.For(SettingsReader.Read(line));
            var health = await client.CallAsync(
                HttpMethod.Get, line.GetValue(Ready) ? "/health/ready" : "/health/live", null, WireJson.Default.HealthView, late.Token);
            Console.WriteLine(line.GetValue(Json)
                ? JsonSerializer.Serialize(health, WireJson.Default.HealthView)
                : health.Detail is { } detail ? $"{health.Status}: {detail}" : health.Status);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("The server did not answer within 5 seconds; look at its log.");
        }
        catch (StopException e)
        {
            await Console.Error.WriteLineAsync(e.Message); // 1 whatever the cause: containers know no other code
        }

        return ExitCode.Failed;
    }
}
