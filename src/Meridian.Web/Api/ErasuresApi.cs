using Meridian.Foundation.Governance;
using Meridian.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary><c>/api/v1/erasures</c>: receipts, which name nobody.</summary>
internal static class ErasuresApi
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/erasures", (ApiStore store) => Answers.All(store.Read(Erasures.All).Select(ErasureLine.Of).ToList()))
            .Needs(Right.ReadErasures).Produces<Page<ErasureLine>>().WithTags("privacy").WithSummary("What was erased, when and why, and until when it has to be done; the latest first.");
}
