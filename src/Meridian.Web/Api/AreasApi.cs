using Meridian.Foundation.Governance;
using Meridian.Tags.Definitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>What an area is to mean.</summary>
/// <param name="Names">By UI language: en, zh-Hans, zh-Hant.</param>
/// <param name="Countries">ISO 3166-1 codes or names; areas stand for theirs.</param>
/// <param name="Reason">Why; without personal data.</param>
public sealed record AreaRequest(IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> Countries, string? Reason = null);

/// <summary><c>/api/v1/areas</c>: what names of areas mean.</summary>
internal static class AreasApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/areas", (ApiStore store) => Answers.All(store.Read(AreaBook.All)))
            .Needs(Right.ReadTags).Produces<Page<AreaLine>>().WithTags("areas").WithSummary("All areas that rules and filters may name: the team's own, then those that the program brings.");
        api.MapPut("/areas/{key}", async (ApiStore store, string key, AreaRequest request) => Answers.Json(
                await TagsApi.Change(store, s => AreaIntake.Save(s, store.Log, new AreaDefinition(key, request.Names, request.Countries), request.Reason, store.Now)).ConfigureAwait(false)))
            .Needs(Right.EditTags, told: true).Produces<DefinitionReceipt>().WithTags("areas").WithSummary("Say what an area means; tags and segments that name it follow.");
        api.MapDelete("/areas/{key}", async (ApiStore store, string key) => Answers.Json(
                await TagsApi.Change(store, s => AreaIntake.Remove(s, store.Log, key, null, store.Now)).ConfigureAwait(false)))
            .Needs(Right.EditTags, told: true).Produces<DefinitionReceipt>().WithTags("areas").WithSummary("Take an area of the team's away.");
    }
}
