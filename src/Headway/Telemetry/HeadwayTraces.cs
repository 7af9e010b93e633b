using System.Buffers.Binary;
using System.Diagnostics;
using Headway.Model;
using Headway.Store;

namespace Headway.Telemetry;

/// <summary>
/// Spans of the engine, under the source <c>Headway</c>. A job's trace has the job's own id: every attempt, on whatever machine, joins it
/// without anything being stored, and whoever knows the job knows its trace. Submitting is a span of the caller's trace with a link to it.
/// </summary>
public static class HeadwayTraces
{
    /// <summary>Name of the source, for <c>AddSource</c>.</summary>
    public const string SourceName = "Headway";

    private const int MostLinks = 100;
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The trace of a job: its UUID, as 32 hexadecimal digits.</summary>
    public static ActivityTraceId TraceOf(JobId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return ActivityTraceId.CreateFromBytes(bytes);
    }

    internal static Activity? Submitting(IReadOnlyList<EnqueuedJob> jobs)
    {
        if (!Source.HasListeners() || jobs.Count == 0)
            return null;
        var links = jobs.Take(MostLinks).Select(job => new ActivityLink(RootOf(job.Id)));
        var activity = Source.StartActivity($"enqueue {jobs[0].Job.Type}", ActivityKind.Producer, default(ActivityContext), links: links);
        activity?.SetTag("headway.job.type", jobs[0].Job.Type).SetTag("headway.jobs", jobs.Count);
        return jobs.Count == 1 ? activity?.SetTag("headway.job.id", jobs[0].Id.ToString()) : activity;
    }

    internal static Activity? Working(ClaimedChunk chunk)
    {
        if (!Source.HasListeners())
            return null;
        var verb = chunk.Kind switch { ChunkKind.Plan => "plan", ChunkKind.Finish => "finish", _ => "work" };
        var activity = Source.StartActivity($"{verb} {chunk.Type}", ActivityKind.Consumer, RootOf(chunk.Key.JobId));
        return activity?.SetTag("headway.job.id", chunk.Key.JobId.ToString()).SetTag("headway.job.type", chunk.Type)
            .SetTag("headway.org", chunk.Org).SetTag("headway.item.first", chunk.Key.Lo).SetTag("headway.item.last", chunk.Key.Hi)
            .SetTag("headway.generation", chunk.Generation).SetTag("headway.attempt", chunk.Number);
    }

    internal static void Failed(this Activity? activity, Exception e)
    {
        activity?.SetStatus(ActivityStatusCode.Error, e.Message);
        activity?.AddException(e);
    }

    /// <summary>A span that is never sent itself: the point all attempts hang on, the same wherever it is worked out.</summary>
    private static ActivityContext RootOf(JobId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var span = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) | 1; // never all zero
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], span);
        return new ActivityContext(TraceOf(id), ActivitySpanId.CreateFromBytes(bytes[8..]), ActivityTraceFlags.Recorded, isRemote: true);
    }
}
