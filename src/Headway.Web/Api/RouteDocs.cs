using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Headway.Web.Api;

/// <summary>What the OpenAPI document says about a route, said where the route is mapped.</summary>
internal static class RouteDocs
{
    private static readonly Dictionary<int, string> Refusals = new()
    {
        [400] = "Something in the request is not as it must be; the detail says what.",
        [401] = "Nobody known asks: send a key, or sign in.",
        [403] = "The request came from another site's page, or whoever asks may not do this.",
        [404] = "There is no such job or item.",
        [409] = "It is not in a state that allows this.",
        [413] = "The request or a file in it is too large.",
        [415] = "The body is neither JSON nor multipart/form-data.",
        [422] = "A field does not fit the type's schema (errors names each), or the Idempotency-Key came with another request before.",
        [429] = "A limit lets nothing more start now: nothing was taken; ask again after the seconds in Retry-After.",
        [503] = "The database is away; ask again after the seconds in Retry-After.",
    };

    private sealed record Query(string Name, string Description);

    private sealed record TakesKey;

    private sealed record Answer(int Status, string Description);

    /// <summary>Marks the route that takes a submission as JSON or as files, which it reads itself.</summary>
    internal sealed record TakesSubmission;

    extension(RouteHandlerBuilder route)
    {
        /// <summary>Name, one line, and the group it is shown in.</summary>
        public RouteHandlerBuilder Describe(string name, string summary, string tag) =>
            route.WithName(name).WithSummary(summary).WithTags(tag);

        /// <summary>A query parameter, read by the handler itself.</summary>
        public RouteHandlerBuilder WithQuery(string name, string description) => route.WithMetadata(new Query(name, description));

        /// <summary>The route makes something, and takes an Idempotency-Key so that asking again makes nothing more.</summary>
        public RouteHandlerBuilder MayBeRepeated() => route.WithMetadata(new TakesKey());

        /// <summary>The answer when all goes well.</summary>
        public RouteHandlerBuilder Answers<T>(int status, string description, string contentType = "application/json") =>
            route.Produces<T>(status, contentType).WithMetadata(new Answer(status, description));

        /// <summary>Answers that are refusals in the admin API's own shape.</summary>
        public RouteHandlerBuilder RefusesPlainly(params int[] statuses)
        {
            foreach (var status in statuses)
                route.Produces<Admin.AdminRefusal>(status).WithMetadata(new Answer(status, Refusals[status]));
            return route;
        }

        /// <summary>Answers that are problems.</summary>
        public RouteHandlerBuilder Refuses(params int[] statuses)
        {
            foreach (var status in statuses)
                route.Produces<ProblemView>(status, Problems.ContentType).WithMetadata(new Answer(status, Refusals[status]));
            return route;
        }
    }

    /// <summary>Puts what the routes say into the document.</summary>
    public static async Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<TakesSubmission>().Any())
            operation.RequestBody = await SubmissionAsync(context, ct);
        foreach (var metadata in context.Description.ActionDescriptor.EndpointMetadata)
        {
            if (metadata is Query query)
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = query.Name,
                    In = ParameterLocation.Query,
                    Description = query.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
            else if (metadata is TakesKey)
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = Repeatable.Header,
                    In = ParameterLocation.Header,
                    Description = "A key of the caller's own, 1–255 characters; asking again with it within a day gives the same answer.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
            else if (metadata is Answer answer && operation.Responses?.TryGetValue($"{answer.Status}", out var response) == true)
            {
                response.Description = answer.Description;
            }
        }

        foreach (var parameter in operation.Parameters ?? [])
        {
            parameter.Description ??= parameter.Name switch
            {
                "id" => "The job's id, as job_{timestamp}_{random} or as a UUID.",
                "schedule" => "The schedule's id, or its name.",
                "fingerprint" => "The error's fingerprint: 16 hexadecimal digits.",
                "name" => "The name of the job type, the queue or the preset.",
                "key" => "The key's id: the part of it that is no secret.",
                "person" => "The person's name.",
                "signIn" => "The sign-in's id, or 'all'.",
                "no" => "The item's number, from 1; 0 is the plan item and total + 1 the finish item.",
                _ => null,
            };
        }
    }

    private static async Task<OpenApiRequestBody> SubmissionAsync(OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var submission = await context.GetOrCreateSchemaAsync(typeof(JobRequest), cancellationToken: ct);
        context.Document?.AddComponent(nameof(JobRequest), submission);
        return new OpenApiRequestBody
        {
            Description = "A submission as JSON; or a form with the fields type, config, name, labels, "
                + "queue, priority, unique_key and due_at, then files. "
                + "Every file becomes an item named after it. Put type before the files.",
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = new OpenApiSchemaReference(nameof(JobRequest), context.Document) },
                ["multipart/form-data"] = new() { Schema = FormSchema() },
            },
        };
    }

    private static OpenApiSchema FormSchema()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        var json = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A JSON object." };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "type", "files" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = text,
                ["config"] = json,
                ["name"] = text,
                ["labels"] = json,
                ["queue"] = text,
                ["priority"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["unique_key"] = text,
                ["driver"] = text,
                ["due_at"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
                ["files"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                },
            },
        };
    }
}
