using Meridian.Foundation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace Meridian.Web.Api;

/// <summary>The API: everything under <see cref="Root"/>, its document and its pages.</summary>
public static class ApiEndpoints
{
    public const string Root = "/api/v1";

    public static void AddServices(IServiceCollection services, ApiHost host)
    {
        services.AddSingleton(host).AddSingleton<PeopleBook>().AddSingleton<StoreTurn>().AddSingleton<ApiStore>().AddSingleton<IdempotencyBook>().AddSingleton<QueryNames>().AddSingleton<NumberWork>().AddSingleton<ApiGate>();
        services.AddHttpContextAccessor().AddHostedService<AccessWriter>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o =>
        {
            PlainJson.Settle(o.SerializerOptions);
            // A member that is not known, or stands there twice, is a slip or an attempt; both are told.
            o.SerializerOptions.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.AllowDuplicateProperties = false;
            o.SerializerOptions.RespectRequiredConstructorParameters = true;
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        ApiDocument.AddServices(services);
    }

    public static void Map(WebApplication app)
    {
        var gate = app.Services.GetRequiredService<ApiGate>();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), branch => branch.Use(gate.Run));
        var api = app.MapGroup(Root);
        StatusApi.Map(api);
        CustomersApi.Map(api);
        EditsApi.Map(api);
        MergesApi.Map(api);
        PersonApi.Map(api);
        LabelsApi.Map(api);
        TagsApi.Map(api);
        AreasApi.Map(api);
        RatesApi.Map(api);
        PacksApi.Map(api);
        TaggingApi.Map(api);
        SegmentsApi.Map(api);
        RulesApi.Map(api);
        ExportsApi.Map(api);
        EventsApi.Map(api);
        ChangesApi.Map(api);
        EventFilesApi.Map(api);
        NumbersApi.Map(api);
        NumberListsApi.Map(api);
        DeadLettersApi.Map(api);
        ImportsApi.Map(api);
        ConsentsApi.Map(api);
        SuppressionsApi.Map(api);
        AuditApi.Map(api);
        SourcesApi.Map(api);
        ErasuresApi.Map(api);
        KeysApi.Map(api);
        ((IEndpointRouteBuilder)app).InsistOnPolicies();

        app.MapOpenApi("/openapi/{documentName}.json");
        // Its script comes with the program: nothing is fetched from elsewhere, and nothing is told to anybody.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/docs"), branch => branch.Use(GuardPages));
        app.MapScalarApiReference("/docs", o => o.WithTitle("Meridian").DisableDefaultFonts().DisableTelemetry().WithNonce());
    }

    /// <summary>What a page of the documentation may load and run: what comes from here, and the one script that it begins with.</summary>
    private static Task GuardPages(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var script = http.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce ? $" 'nonce-{nonce}'" : "";
            http.Response.Headers.ContentSecurityPolicy =
                $"default-src 'self'; script-src 'self'{script}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        });
        return next(http);
    }
}
