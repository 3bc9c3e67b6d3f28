using System.Text.Json;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>A source.</summary>
/// <param name="Trust">0 to 100; where two sources differ, the more trusted one's statement survives.</param>
/// <param name="Mapping">How its columns are read, where a person corrected it; null otherwise.</param>
public sealed record SourceView(string Name, int Trust, JsonElement? Mapping)
{
    public static SourceView Of(Source source) => new(source.Name, source.Trust, source.Mapping is null ? null : JsonElement.Parse(source.Mapping));
}

/// <summary><c>/api/v1/sources</c>: apps and files that customers come from.</summary>
internal static class SourcesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sources", (ApiStore store) => Answers.All(store.Read(Sources.All).ConvertAll(SourceView.Of)))
            .Needs(Right.ReadSources).Produces<Page<SourceView>>().WithTags("sources").WithSummary("All sources.");
        api.MapGet("/sources/{name}", (HttpContext http, ApiStore store, string name) => Answers.Single(http, SourceView.Of(store.Read(s => Sources.Find(s, name)) ?? throw Answers.NotFound("source"))))
            .Needs(Right.ReadSources).Produces<SourceView>().Produces(304).WithTags("sources").WithSummary("One source.");
    }
}
