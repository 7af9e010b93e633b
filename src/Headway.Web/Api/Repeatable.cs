using System.Security.Cryptography;
using System.Text;
using Headway.Model;
using Headway.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Headway.Web.Api;

/// <summary>
/// Requests with an <c>Idempotency-Key</c>: the same key with the same body gets the same answer for a day, whatever happened to the first.
/// An id is kept with the key before anything is made; making it under that id is harmless to repeat; the first answer is kept, and given
/// to all.
/// </summary>
internal static class Repeatable
{
    public const string Header = "Idempotency-Key";
    private const string Replayed = "Idempotency-Replayed";
    private const int MaxKey = 255;
    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    /// <summary>Makes something, or answers as it was answered before.</summary>
    /// <param name="http">The request.</param>
    /// <param name="asked">What is asked for, as text that is the same for the same wish.</param>
    /// <param name="make">Makes it, under the given id where there is one.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IResult> AnswerAsync(
        HttpContext http, Func<string> asked, Func<Guid?, Task<RequestAnswer>> make, CancellationToken ct)
    {
        if (!http.Request.Headers.TryGetValue(Header, out var given))
            return Answer(http, await make(null));
        var key = given.ToString();
        if (key.Length is 0 or > MaxKey || key.Any(letter => letter is < ' ' or > '~'))
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, "bad_idempotency_key",
                $"An {Header} has 1 to {MaxKey} printable ASCII characters.");
        }

        var store = http.RequestServices.GetRequiredService<IRequestStore>();
        var id = http.RequestServices.GetRequiredService<IdSource>().NewGuid();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Request.Path}\n{asked()}")));
        var kept = await store.KeepRequestAsync(Orgs.Default, key, hash, id, Keep, ct);
        if (kept.Hash != hash)
        {
            throw new RefusedException(StatusCodes.Status422UnprocessableEntity, "key_reused",
                $"This {Header} came with another request within the last 24 hours; give every request a key of its own.");
        }

        if (kept.Answer is null)
        {
            var made = await make(kept.Id);
            kept = await store.AnswerRequestAsync(Orgs.Default, key, kept.Id, made, ct) ?? kept with { Answer = made };
        }
        else
        {
            http.Response.Headers[Replayed] = "true";
        }

        return Answer(http, kept.Answer ?? throw new InvalidOperationException("An answer was kept and is not there."));
    }

    private static ContentHttpResult Answer(HttpContext http, RequestAnswer answer)
    {
        http.Response.Headers.Location = answer.Location;
        return TypedResults.Text(answer.Body, "application/json", Encoding.UTF8, answer.Status);
    }
}
