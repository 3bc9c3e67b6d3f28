using Meridian.Foundation.Governance;
using Meridian.Segments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary><c>/api/v1/labels</c>: the matrix, and how many customers have each label.</summary>
internal static class LabelsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/labels/matrix", (HttpContext http, ApiStore store, [AsParameters] FilterQuery filter) =>
            {
                var customers = filter.Read(store);
                return Answers.All(store.Read(s => Customers.Matrix(s, http.Scope(), customers)));
            })
            .Needs(Right.ReadLabels).Produces<Page<MatrixCell>>().WithTags("labels").WithSummary("Region x platform x activity, with counts. A customer counts once for each platform.");
        api.MapGet("/labels/tags", (HttpContext http, ApiStore store, [AsParameters] FilterQuery filter) =>
            {
                var customers = filter.Read(store);
                return Answers.All(store.Read(s => Customers.Tags(s, http.Scope(), customers)));
            })
            .Needs(Right.ReadLabels).Produces<Page<TagCount>>().WithTags("labels").WithSummary("How many customers have each label.");
    }
}
