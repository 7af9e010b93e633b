using Headway.Handlers;
using Headway.Live;
using Headway.Model;
using Headway.Store;
using Headway.Telemetry;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>What every session of a worker is made of.</summary>
internal sealed record WorkerParts(
    IJobStore Store, JobTypeRegistry Types, WorkerOptions Options, IdSource Ids, TimeProvider Clock, HandlerCalls Calls, Judge Judge,
    ProgressReporter Progress, EventFeed Feed, HeadwayMetrics Metrics, ISuspectStore Suspects, Breakers Breakers,
    ILogger<WorkerHost> Logger);
