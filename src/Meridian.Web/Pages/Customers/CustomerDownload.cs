using System.Globalization;
using Meridian.Activate.Lists;
using Meridian.Web.Pages.Access;
using Meridian.Web.Pages.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Pages.OfCustomers;

/// <summary>The customers of a list as a file: exactly those whom the address of the list names.</summary>
internal static class CustomerDownload
{
    private const string Path = "/customers/download";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Path, Download);

    /// <param name="format">csv or xlsx.</param>
    public static string Url(CustomerQuery query, string format) => query.Address(Path) + (query.IsEmpty ? "?" : "&") + "format=" + format;

    private static async Task<IResult> Download(
        HttpContext http, PageDownload download, [FromQuery] string? format, [FromQuery] string? q, [FromQuery] string? country, [FromQuery] string? area, [FromQuery] string? language, [FromQuery] string? platform,
        [FromQuery] string? activity, [FromQuery] string? tag, [FromQuery] string? segment, [FromQuery] long? import, [FromQuery] bool? created, [FromQuery] string? source)
    {
        if (format is not ("csv" or "xlsx"))
            return Results.NotFound();
        var query = new CustomerQuery
        {
            Q = q,
            Country = country,
            Area = area,
            Language = language,
            Platform = platform,
            Activity = activity,
            Tag = tag,
            Segment = segment,
            Import = import,
            Created = created ?? false,
            Source = source,
        };
        return await download.Send(http, string.Create(CultureInfo.InvariantCulture, $"customers-{download.Now:yyyy-MM-dd}.{format}"), "page customers export", (session, scope, path) =>
            CustomerExport.Write(session, scope, query.Filter(session, scope, download.Now), path)).ConfigureAwait(false);
    }
}
