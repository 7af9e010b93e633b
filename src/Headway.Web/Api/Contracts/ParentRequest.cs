using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>The job a submission is to be a child of.</summary>
public sealed record ParentRequest
{
    /// <summary>Its id, in either form; it must be open.</summary>
    public string? Job { get; init; }

    /// <summary>
    /// What the child's end means to it: <c>fail</c> (default: it waits, and fails where the child does not complete), <c>ignore</c> (it
    /// waits) or <c>detach</c> (it does not wait).
    /// </summary>
    [JsonConverter(typeof(SnakeCaseEnum<ChildPolicy>))]
    public ChildPolicy? Policy { get; init; }
}
