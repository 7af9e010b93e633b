using System.CommandLine;
using System.Runtime.InteropServices;
using Headway.Data;
using Headway.Store;

namespace Headway.App;

/// <summary>The command <c>headway</c>: its verbs, and the edge where whatever went wrong becomes one sentence and an exit code.</summary>
internal static class CommandLine
{
    private const string TraceVariable = "HEADWAY_TRACE";

    /// <summary>Runs a command line to its end.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Runs background jobs, and shows every item move.") { HelpName = "headway" };
        root.Add(ServeCommand.Make());
        root.Add(WorkCommand.Make());
        root.Add(SubmitCommand.Make());
        root.Add(JobsCommands.Make());
        root.Add(SchedulesCommands.Make());
        root.Add(SubscriptionsCommands.Make());
        root.Add(DeliveriesCommands.Make());
        root.Add(ProcessCommand.Make());
        root.Add(TypesCommands.Make());
        foreach (var command in FlowCommands.Make())
            root.Add(command);
        root.Add(BreakersCommands.Make());
        root.Add(ErrorsCommands.Make());
        root.Add(PeopleCommands.Make());
        root.Add(KeysCommands.Make());
        root.Add(ArchiveCommand.Make());
        root.Add(RetentionCommand.Make());
        root.Add(BackupCommand.Make());
        root.Add(RestoreCommand.Make());
        root.Add(CheckCommand.Make());
        root.Add(StatsCommand.Make());
        root.Add(WorkersCommand.Make());
        root.Add(MigrateCommand.Make());
        root.Add(DoctorCommand.Make());
        root.Add(HealthCommand.Make());

        var line = root.Parse(args);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, stop));
        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            var code = await line.InvokeAsync(configuration, stop.Token);
            return line.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            return Tell(e);
        }
    }

    /// <summary>The first signal asks for an orderly end, the second ends at once.</summary>
    private static void OnSignal(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        if (stop.IsCancellationRequested)
            Environment.Exit(ExitCode.Interrupted);
        stop.Cancel();
    }

    private static int CodeOf(DatabaseFault fault) => fault switch
    {
        DatabaseFault.Locked => ExitCode.Locked,
        DatabaseFault.Version => ExitCode.NewerDatabase,
        DatabaseFault.Unavailable or DatabaseFault.Conflict => ExitCode.StoreAway,
        _ => ExitCode.Failed,
    };

    private static int Tell(Exception e)
    {
        var (code, sentence) = e switch
        {
            StopException stop => (stop.ExitCode, stop.Message),
            StoreUnavailableException away => (ExitCode.StoreAway, away.Message),
            DatabaseException database => (CodeOf(database.Fault), database.Message),
            _ => (ExitCode.Failed, $"headway failed: {e.Message} Set {TraceVariable}=1 to see where."),
        };
        Console.Error.WriteLine(sentence);
        if (Environment.GetEnvironmentVariable(TraceVariable) is "1" or "true")
            Console.Error.WriteLine(e);
        return code;
    }
}
