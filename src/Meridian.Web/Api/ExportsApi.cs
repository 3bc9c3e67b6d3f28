using System.ComponentModel;
using Meridian.Activate.Lists;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary><c>/api/v1/exports/customers</c>: files of customers, as <c>meridian export</c> writes them.</summary>
internal static class ExportsApi
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["csv"] = "text/csv; charset=utf-8",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["jsonl"] = "application/jsonl",
        ["parquet"] = "application/vnd.apache.parquet",
    };

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/exports/customers", Export).Needs(Right.ExportCustomers, told: true).Produces(200, contentType: "application/octet-stream").WithTags("exports")
            .WithSummary("Customers with their traits and labels as a file, which comes in again as it went out.");

    private static async Task<IResult> Export(HttpContext http, ApiStore store, [AsParameters] FilterQuery filter, [Description("csv (where it is left out), xlsx, jsonl or parquet.")] string? format,
        [Description("Only who is in this saved segment now.")] string? segment)
    {
        var customers = filter.Read(store);
        var kind = format?.ToLowerInvariant() ?? "csv";
        if (!Types.TryGetValue(kind, out var type))
            throw new ProblemException(Problems.BadParameter, $"format: It is none of {string.Join(", ", Types.Keys)}.");
        return await File(http, store, "customers." + kind, type, (s, path) =>
            CustomerExport.Write(s, http.Scope(), segment is null ? customers : customers with { Members = SegmentMembers.Of(s, segment, store.Now) }, path)).ConfigureAwait(false);
    }

    /// <summary>Writes a file and sends it; it is gone when it is sent.</summary>
    /// <param name="write">Writes it to a path, and says of how many customers it is.</param>
    internal static Task<IResult> File(HttpContext http, ApiStore store, string name, string type, Func<Foundation.Database.ISession, string, long> write) =>
        ServedFile.Send(http, store.Store, name, type, write, count => http.Caller().People = count);
}
