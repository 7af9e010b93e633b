using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Headway.Model;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>How everything is written on the wire: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowTrailingCommas = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(ItemView))]
[JsonSerializable(typeof(ItemPage))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(CountView))]
[JsonSerializable(typeof(RunAgainRequest))]
[JsonSerializable(typeof(SkipRequest))]
[JsonSerializable(typeof(HistoryView))]
[JsonSerializable(typeof(FamilyView))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(StatsView))]
[JsonSerializable(typeof(WorkerList))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(LogView))]
[JsonSerializable(typeof(WhyView))]
[JsonSerializable(typeof(TypeList))]
[JsonSerializable(typeof(TypeView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(RetentionView))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(BulkCountView))]
[JsonSerializable(typeof(RetentionRequest))]
[JsonSerializable(typeof(ArchivedPage))]
[JsonSerializable(typeof(ArchivedView))]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(ScheduleRequest))]
[JsonSerializable(typeof(ScheduleView))]
[JsonSerializable(typeof(SchedulePage))]
[JsonSerializable(typeof(FireView))]
[JsonSerializable(typeof(FirePage))]
[JsonSerializable(typeof(NextFires))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(NewJob))]
[JsonSerializable(typeof(NewSchedule))]
[JsonSerializable(typeof(UploadedFileInput))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(SubscriptionView))]
[JsonSerializable(typeof(SubscriptionPage))]
[JsonSerializable(typeof(SecretRequest))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(DeliveryPage))]
[JsonSerializable(typeof(LineList))]
[JsonSerializable(typeof(LineView))]
[JsonSerializable(typeof(BreakerList))]
[JsonSerializable(typeof(BreakerRequest))]
[JsonSerializable(typeof(BreakerView))]
[JsonSerializable(typeof(ErrorList))]
[JsonSerializable(typeof(ErrorRequest))]
[JsonSerializable(typeof(ErrorView))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(JobPatch))]
[JsonSerializable(typeof(LimitList))]
[JsonSerializable(typeof(LimitRequest))]
[JsonSerializable(typeof(MeView))]
[JsonSerializable(typeof(SignInList))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyPage))]
[JsonSerializable(typeof(PersonRequest))]
[JsonSerializable(typeof(PersonView))]
[JsonSerializable(typeof(PersonPage))]
[JsonSerializable(typeof(LinkView))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>
    /// The same contracts for a host whose own JSON is named otherwise: the OpenAPI document is made with the host's options,
    /// and must still show the names that are on the wire.
    /// </summary>
    public static IJsonTypeInfoResolver NamedForAnyHost() => Default.WithAddedModifier(static type =>
    {
        if (type.Type.Namespace != typeof(JobView).Namespace)
            return;
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is System.Reflection.MemberInfo member)
                property.Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
        }
    });
}
