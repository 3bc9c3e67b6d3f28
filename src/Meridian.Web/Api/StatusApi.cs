using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary><c>/api/v1/status</c></summary>
internal static class StatusApi
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/status", (HttpContext http, ApiStore store) => Answers.Json(store.Read(s => ServerStatus.Of(s, http.Scope(), store.Log, Environment.ProcessId))))
            .Needs(Right.ReadStatus).Produces<ServerStatus>().WithTags("status").WithSummary("How the store stands: what came in, what became of it, what waits.");
}
