using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Meridian.Web.Api;

/// <summary>The API's description as OpenAPI 3.1. It does not depend on where or when the server runs, so that the file in docs/openapi can be compared with it.</summary>
public static class ApiDocument
{
    public const string Name = "v1";

    /// <summary>At each operation: the right that it needs.</summary>
    public const string RightExtension = "x-right";

    public static void AddServices(IServiceCollection services) => services.AddOpenApi(Name, o =>
    {
        o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        o.ShouldInclude = d => d.RelativePath?.StartsWith(ApiEndpoints.Root.TrimStart('/'), StringComparison.Ordinal) == true;
        o.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<Policy>().FirstOrDefault() is { } policy)
                operation.AddExtension(RightExtension, new JsonNodeExtension(JsonValue.Create(policy.Right.ToString())!));
            if (metadata.OfType<Repeatable>().Any() || metadata.OfType<KnownByKey>().Any())
                (operation.Parameters ??= []).Add(IdempotencyKey());
            if (metadata.OfType<UploadMark>().Any())
                operation.RequestBody = Upload.Body();
            if (metadata.OfType<NumberUploadMark>().FirstOrDefault() is { } lists)
                operation.RequestBody = NumberUpload.Body(lists.Fields);
            return Task.CompletedTask;
        });
        // Answers may get members; only what is sent has no others.
        o.AddSchemaTransformer((schema, context, _) =>
        {
            if (!context.JsonTypeInfo.Type.Name.EndsWith("Request", StringComparison.Ordinal))
                schema.AdditionalPropertiesAllowed = true;
            return Task.CompletedTask;
        });
        o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Meridian", Version = Name, Description = "Customers of many countries and apps in one place: imports, customers, labels, exports, events. docs/api.md has examples." };
            document.Servers = [];
            document.Tags = null;
            AddProblems(document);
            AddSecurity(document);
            return Task.CompletedTask;
        });
    });

    private static OpenApiParameter IdempotencyKey() => new()
    {
        Name = IdempotencyBook.Header,
        In = ParameterLocation.Header,
        Description = "1 to 255 characters. The same request with the same key is done once, and answered the same.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    /// <summary>Everything that goes wrong has one form.</summary>
    private static void AddProblems(OpenApiDocument document)
    {
        document.AddComponent("Problem", new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457.",
            Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
                ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Problems.All.Select(p => (JsonNode)JsonValue.Create(p.Code)!)] },
            },
        });
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            (operation.Responses ??= [])["default"] = new OpenApiResponse
            {
                Description = "A problem; 'code' says which.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problems.ContentType] = new() { Schema = new OpenApiSchemaReference("Problem", document) } },
            };
        }
    }

    private static void AddSecurity(OpenApiDocument document)
    {
        (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of 'meridian keys create'." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
    }
}
