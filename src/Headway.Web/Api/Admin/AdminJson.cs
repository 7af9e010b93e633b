using System.Text.Json.Serialization;

namespace Headway.Web.Api.Admin;

/// <summary>AudienceGPT's names on the wire: camelCase, and null where there is nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(AdminJob))]
[JsonSerializable(typeof(AdminJobList))]
[JsonSerializable(typeof(AdminJobRequest))]
[JsonSerializable(typeof(AdminCreated))]
[JsonSerializable(typeof(AdminChange))]
[JsonSerializable(typeof(AdminProcess))]
[JsonSerializable(typeof(AdminProgress))]
[JsonSerializable(typeof(AdminRefusal))]
internal sealed partial class AdminJson : JsonSerializerContext;
