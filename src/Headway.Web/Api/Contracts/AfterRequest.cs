using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A job that a submission is to run after.</summary>
public sealed record AfterRequest
{
    /// <summary>Its id, in either form.</summary>
    public string? Job { get; init; }

    /// <summary>
    /// What becomes of the submission where that job fails or is cancelled: <c>fail</c> (default), <c>skip</c> (it is cancelled) or
    /// <c>ignore</c> (it runs).
    /// </summary>
    [JsonConverter(typeof(SnakeCaseEnum<FailurePolicy>))]
    public FailurePolicy? OnFailure { get; init; }
}
