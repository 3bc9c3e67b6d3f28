using Meridian.Foundation.Governance;
using Meridian.Tags.Packs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>How a pack is to be installed.</summary>
/// <param name="Publish">Publish its tags too, without a look at their previews.</param>
/// <param name="Replace">Save a new version also of a tag that the team has.</param>
public sealed record PackRequest(bool Publish = false, bool Replace = false);

/// <summary><c>/api/v1/packs</c>: sets of tags that the program brings.</summary>
internal static class PacksApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/packs", () => Answers.All(PackLine.All()))
            .Needs(Right.ReadTags).Produces<Page<PackLine>>().WithTags("tags").WithSummary("All packs, with the keys of their tags.");
        api.MapGet("/packs/{name}", (string name) => Answers.Json(PackFile.Of(TagPacks.Find(name))))
            .Needs(Right.ReadTags).Produces<PackFile>().WithTags("tags").WithSummary("A pack's tags, with their rules and worked examples.");
        api.MapPost("/packs/{name}/install", async (ApiStore store, string name, PackRequest request) => Answers.All(await store.Alone(s =>
                PackInstall.Run(s, store.Log, TagPacks.Find(name), request.Publish, request.Replace, store.Now, () => store.Apply(s))).ConfigureAwait(false)))
            .Needs(Right.EditTags, told: true).Repeatable().Produces<Page<PackReceipt>>().WithTags("tags").WithSummary("Save a pack's tags as drafts of the team's own, or publish them.");
    }
}
