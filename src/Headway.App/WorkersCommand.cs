using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Web.Api;

namespace Headway.App;

/// <summary><c>headway workers</c>: who works, and who does not although there is work.</summary>
internal static class WorkersCommand
{
    private static readonly Option<bool> Json = Options.Json();

    public static Command Make()
    {
        var list = new Command("list", "Worker sessions: those alive, and those that ended within the last hour.")
        {
            Json, Options.Server(), Options.Key(), Options.Data(),
        };
        list.SetAction(ListAsync);
        return new Command("workers", "Shows workers and how they do.") { list };
    }

    private static async Task<int> ListAsync(ParseResult line, CancellationToken ct)
    {
        using var client = ApiClient.For(SettingsReader.Read(line));
        var workers = await client.WorkersAsync(ct);
        if (line.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(workers, WireJson.Default.WorkerList));
            return ExitCode.Done;
        }

        if (workers.Workers.Count == 0)
            Console.WriteLine("No worker has been here in the last hour.");
        foreach (var worker in workers.Workers)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{worker.State,-9}  {worker.Worker}  {worker.Busy}/{worker.Slots} slots  last beat {worker.BeatAt:u}  {worker.Version}"));
            if (worker.Reason is { } reason)
                Console.WriteLine($"           {reason}");
        }

        return ExitCode.Done;
    }
}
