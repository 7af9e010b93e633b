using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headway.Model;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary><c>headway retention</c>: what is kept how long.</summary>
internal static class RetentionCommand
{
    private const string Path = "/api/v1/retention";
    private static readonly Option<bool> Json = Options.Json();
    private static readonly Option<string> Preset = new("--preset") { Description = "for_ever, 000 or 003: takes the place of all rules." };
    private static readonly Option<string> Type = new("--type") { Description = "The rule is for this job type; none: for any." };
    private static readonly Option<JobStatus?> Status = new("--status")
    {
        Description = "The rule is for jobs that ended so (completed, failed, cancelled); none: for any.",
    };
    private static readonly Option<string> Age = new("--age") { Description = "How long after their end: 90d, 24h, 30m, or for-ever." };
    private static readonly Option<bool> NoArchive = new("--no-archive") { Description = "They are deleted without being archived." };
    private static readonly Option<bool> Drop = new("--drop") { Description = "Takes the rule for this type and status away." };

    public static Command Make()
    {
        var show = new Command("show", "The rules, and what they did.") { Json, Options.Server(), Options.Key(), Options.Data() };
        show.SetAction((line, ct) => RunAsync(line, _ => null, ct));
        var set = new Command("set", "Takes a preset, or sets or drops the rule for a type and status.")
        {
            Json, Options.Server(), Options.Key(), Options.Data(), Preset, Type, Status, Age, NoArchive, Drop,
        };
        set.SetAction((line, ct) => RunAsync(line, now => Change(line, now), ct));
        return new Command("retention", "What is kept how long after it ended; without a rule for ever.") { show, set };
    }

    /// <summary>A length of time as people write it.</summary>
    /// <returns>Seconds; null for ever.</returns>
    public static double? ReadAge(string text)
    {
        if (text is "for-ever" or "forever")
            return null;
        var unit = text is [.., var last] ? last switch { 'd' => 86400, 'h' => 3600, 'm' => 60, 's' => 1, _ => 0 } : 0;
        return unit > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count * unit
            : throw new StopException(ExitCode.Usage, $"The age '{text}' must be a number with d, h, m or s, such as 90d, or for-ever.");
    }

    private static async Task<int> RunAsync(ParseResult line, Func<RetentionView, RetentionRequest?> change, CancellationToken ct)
    {
        using var client = ApiClient.For(SettingsReader.Read(line));
        var now = await client.CallAsync(HttpMethod.Get, Path, null, WireJson.Default.RetentionView, ct);
        if (change(now) is { } request)
        {
            using var content = JsonContent.Create(request, WireJson.Default.RetentionRequest);
            now = await client.CallAsync(HttpMethod.Put, Path, content, WireJson.Default.RetentionView, ct);
        }

        if (line.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(now, WireJson.Default.RetentionView));
        else
            Print(now);
        return ExitCode.Done;
    }

    private static RetentionRequest Change(ParseResult line, RetentionView now)
    {
        if (line.GetValue(Preset) is { } preset)
            return new RetentionRequest { Preset = preset };
        var (type, status) = (line.GetValue(Type), line.GetValue(Status));
        var rules = now.Rules.Where(rule => rule.AtStart || rule.Type != type || rule.Status != status).ToList();
        if (line.GetValue(Drop))
            return new RetentionRequest { Rules = rules };
        var age = line.GetValue(Age) ?? throw new StopException(ExitCode.Usage, "Say how long with --age, or take a --preset, or --drop.");
        rules.Add(new RetentionRuleView { Type = type, Status = status, AgeSeconds = ReadAge(age), Archive = !line.GetValue(NoArchive) });
        return new RetentionRequest { Rules = rules };
    }

    private static void Print(RetentionView now)
    {
        if (now.Rules.Count == 0)
            Console.WriteLine("Every job is kept for ever.");
        foreach (var rule in now.Rules)
        {
            var age = rule.AgeSeconds is { } seconds ? $"{TimeSpan.FromSeconds(seconds):c} after the end" : "for ever";
            Console.WriteLine($"{rule.Type ?? "any type"}, {(rule.Status is { } status ? JobDisplay.Word(status) : "any end")}: {age}"
                + (rule.AgeSeconds is null ? "" : rule.Archive ? ", then archived" : ", then deleted")
                + (rule.AtStart ? ", when a process starts" : ""));
        }

        Console.WriteLine(now.SweptAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"Last sweep {at:u}; {now.Pruned.Sum(count => count.Jobs):N0} jobs let go.")
            : "No sweep has ended yet.");
    }
}
