using System.ComponentModel;
using Meridian.Audit;
using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary><c>/api/v1/audit</c>: who did what, hash-chained; it holds no personal data.</summary>
internal static class AuditApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", (ApiStore store, [Description("Id of a key, \"local\", or local:USER.")] string? actor, [Description("UTC.")] DateTime? since, int? limit) =>
                Answers.All(store.Read(s => AuditReading.List(s, actor, since, Answers.Limit(limit)).Select(AuditLine.Of).ToList())))
            .Needs(Right.ReadAudit).Produces<Page<AuditLine>>().WithTags("audit").WithSummary("Who did what, the latest first.");
        api.MapGet("/audit/verify", (ApiStore store) => Answers.Json(store.Read(s => AuditReading.Verify(s, store.Log, store.Store.Folder))))
            .Needs(Right.ReadAudit).Produces<AuditVerdict>().WithTags("audit").WithSummary("Whether every row is what was written; the first that is not.");
    }
}
