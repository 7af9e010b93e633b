using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace Headway.Web.Api;

/// <summary>Writes server-sent events; each flush waits until the client has taken what came before.</summary>
internal sealed class SseWriter
{
    private readonly PipeWriter _pipe;

    private SseWriter(PipeWriter pipe) => _pipe = pipe;

    /// <summary>Sends the head of the answer.</summary>
    public static async Task<SseWriter> OpenAsync(HttpResponse response, CancellationToken ct)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // or a proxy holds messages back
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var writer = new SseWriter(response.BodyWriter);
        writer.Text("retry: 2000\n\n");
        await writer.FlushAsync(ct);
        return writer;
    }

    /// <summary>Adds a message.</summary>
    /// <param name="id">What the client sends back to go on after it; null keeps the id before.</param>
    /// <param name="name">Event name.</param>
    /// <param name="data">Written as one line of JSON.</param>
    /// <param name="type">How.</param>
    public void Message<T>(long? id, string name, T data, JsonTypeInfo<T> type)
    {
        if (id is { } known)
            Text(string.Create(CultureInfo.InvariantCulture, $"id: {known}\n"));
        Text($"event: {name}\ndata: ");
        _pipe.Write(JsonSerializer.SerializeToUtf8Bytes(data, type));
        Text("\n\n");
    }

    /// <summary>Adds a comment, which clients pass over; it keeps the connection open.</summary>
    public void Comment(string words) => Text($": {words}\n\n");

    /// <summary>Sends what was added.</summary>
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        var result = await _pipe.FlushAsync(ct);
        if (result.IsCompleted || result.IsCanceled)
            throw new OperationCanceledException("the client left", ct);
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _pipe);
}
