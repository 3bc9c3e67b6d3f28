using System.Text.Json;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Segments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>What is said of a source; what is left out stays as it was.</summary>
/// <param name="Trust">0 to 100.</param>
/// <param name="Mapping">How the columns of its next files of customers are read; an empty object lets them be guessed anew.</param>
/// <param name="EventMapping">The same for its files of orders and chats.</param>
/// <param name="Reason">Why; without personal data.</param>
public sealed record SourceRequest(int? Trust = null, JsonElement? Mapping = null, JsonElement? EventMapping = null, string? Reason = null);

/// <summary><c>/api/v1/sources</c>: apps and files that customers come from.</summary>
internal static class SourcesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sources", (ApiStore store) => Answers.All(store.Read(SourceViews.All).ConvertAll(SourceView.Of)))
            .Needs(Right.ReadSources).Produces<Page<SourceView>>().WithTags("sources").WithSummary("All sources.");
        api.MapGet("/sources/{name}", (HttpContext http, ApiStore store, string name) => Answers.Single(http, SourceView.Of(store.Read(s => SourceViews.Find(s, name)) ?? throw Answers.NotFound("source"))))
            .Needs(Right.ReadSources).Produces<SourceView>().Produces(304).WithTags("sources").WithSummary("One source.");
        api.MapPut("/sources/{name}", async (ApiStore store, string name, SourceRequest request) => Answers.Json(SourceView.Of(await store.Alone(s =>
            {
                SourceIntake.Save(store.Log, SourceViews.Names(s), new SourceOrder(name, request.Trust, Text(request.Mapping), Text(request.EventMapping), request.Reason), store.Now);
                store.Apply(s);
                return SourceViews.Find(s, name)!;
            }).ConfigureAwait(false))))
            .Needs(Right.EditSources, told: true).Produces<SourceView>().WithTags("sources").WithSummary("Say how far a source is trusted and how its next file is read.");
    }

    private static string? Text(JsonElement? mapping) => mapping is not { ValueKind: not JsonValueKind.Null } said ? null : said.GetRawText();
}
