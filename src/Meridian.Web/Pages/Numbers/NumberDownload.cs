using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Web.Api;
using Meridian.Web.Pages.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Meridian.Web.Pages.OfNumbers;

/// <summary>What came of somebody's lists, for who brought them.</summary>
internal static class NumberDownload
{
    private const string Path = "/numbers/download";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Path, Download);

    public static string Url(NumberJob job, int file) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}?job={job.Id}&file={file}");

    private static IResult Download(HttpContext http, PeopleBook people, NumberBook book, ApiHost host, IClock clock, [FromQuery] string? job, [FromQuery] int? file)
    {
        // As with an address that is not there; and no other site takes numbers out by a link.
        if (people.Of(http.User) is not { Scope: var scope } || http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            return Results.NotFound();
        if (job is null || file is null || book.Find(job, scope) is not { IsDone: true } done || file < 0 || file >= done.Files.Count)
            return Results.NotFound();
        var result = done.Files[file.Value];
        host.Record.Tell(new Foundation.Governance.Access(clock.StoreNow(), scope.Key, scope.Role, done.Ask.Needs, "page numbers download", null, Outcome.Allowed, null, done.Counts?.Known));
        return Results.File(result.Path, "text/csv; charset=utf-8", result.Name);
    }
}
