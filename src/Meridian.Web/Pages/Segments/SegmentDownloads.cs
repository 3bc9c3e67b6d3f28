using System.Globalization;
using Meridian.Activate.Audiences;
using Meridian.Activate.Lists;
using Meridian.Consents;
using Meridian.Segments;
using Meridian.Web.Pages.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Pages.OfSegments;

/// <summary>Files of a segment's customers, by links that a browser follows: the list as CSV or XLSX, and audience files for ad platforms.</summary>
internal static class SegmentDownloads
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/segments/{key}/download", Download);

    /// <param name="kind">csv, xlsx, or an audience form: google, meta.</param>
    /// <param name="purpose">Of an audience.</param>
    public static string Url(string key, string kind, string? purpose = null) => $"/segments/{key}/download?kind={kind}{(purpose is null ? "" : $"&purpose={Uri.EscapeDataString(purpose)}")}";

    private static async Task<IResult> Download(HttpContext http, PageDownload download, string key, string? kind, string? purpose)
    {
        var now = download.Now;
        if (AudienceForm.Find(kind ?? "") is { } form)
        {
            return Purposes.TryRead(purpose ?? "", out var of)
                ? await download.Send(http, Name(key + "-" + form.Key, "csv"), "page segment audience", (session, scope, path) =>
                    AudienceFile.Write(session, scope, SegmentMembers.Of(session, key, now), of, form, path).Included).ConfigureAwait(false)
                : Results.NotFound();
        }

        return kind is "csv" or "xlsx"
            ? await download.Send(http, Name(key, kind), "page segment export", (session, scope, path) =>
                CustomerExport.Write(session, scope, new CustomerFilter { Members = SegmentMembers.Of(session, key, now) }, path)).ConfigureAwait(false)
            : Results.NotFound();

        string Name(string of, string end) => string.Create(CultureInfo.InvariantCulture, $"{of}-{now:yyyy-MM-dd}.{end}");
    }
}
