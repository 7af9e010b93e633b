using System.Diagnostics;
using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Headway.App.Tests.Faults;

/// <summary>
/// One line a fault: its number, PASS, FAIL or NOT RUN, its figure and how long it took. A fault that this machine cannot make is skipped
/// with the reason, and is never counted as passed.
/// </summary>
internal static class FaultReport
{
    private static readonly Lock Gate = new();

    /// <summary>The long form: <c>./test faults</c>. The short one runs with every test.</summary>
    public static bool IsLong => File is not null;

    /// <summary>Where the lines go; null where nobody reads them.</summary>
    private static string? File => Environment.GetEnvironmentVariable("HEADWAY_FAULTS");

    /// <summary>How often to do something.</summary>
    public static int Times(int shortly, int atLength) => IsLong ? atLength : shortly;

    /// <summary>Runs a fault; its figure is what it returns.</summary>
    public static async Task RunAsync(string id, Func<Task<string>> fault)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            Write(id, "PASS", await fault(), watch);
        }
        catch (SkipException e)
        {
            Write(id, "NOT RUN", e.Message.Replace("$XunitDynamicSkip$", "", StringComparison.Ordinal), watch);
            throw;
        }
        catch (Exception e)
        {
            Write(id, "FAIL", e.Message.ReplaceLineEndings(" "), watch);
            throw;
        }
    }

    /// <summary>A fault that is only made by <c>./test faults</c>, because it takes long.</summary>
    public static void OnlyAtLength() => Assert.SkipUnless(IsLong, "it takes long; ./test faults runs it.");

    /// <summary>A fault that nothing here can make.</summary>
    public static Task<string> NotRun(string reason)
    {
        Assert.Skip(reason);
        return Task.FromResult("");
    }

    private static void Write(string id, string verdict, string figure, Stopwatch watch)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{id,-5} {verdict,-8} {figure}  ({watch.Elapsed.TotalSeconds:0.0} s)");
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (File is not { } file)
            return;
        lock (Gate)
            System.IO.File.AppendAllText(file, line + "\n");
    }
}
