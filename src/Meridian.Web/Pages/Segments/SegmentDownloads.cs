using System.Globalization;
using Meridian.Activate.Audiences;
using Meridian.Activate.Lists;
using Meridian.Consents;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;
using Meridian.Web.Api;
using Meridian.Web.Pages.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Meridian.Web.Pages.OfSegments;

/// <summary>Files of a segment's customers, by links that a browser follows: the list as CSV or XLSX, and audience files for ad platforms.</summary>
internal static class SegmentDownloads
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/segments/{key}/download", Download);

    /// <param name="kind">csv, xlsx, or an audience form: google, meta.</param>
    /// <param name="purpose">Of an audience.</param>
    public static string Url(string key, string kind, string? purpose = null) => $"/segments/{key}/download?kind={kind}{(purpose is null ? "" : $"&purpose={Uri.EscapeDataString(purpose)}")}";

    private static async Task<IResult> Download(HttpContext http, OpenStore store, PeopleBook people, ApiHost host, IClock clock, string key, string? kind, string? purpose)
    {
        // As with an address that is not there; and no other site takes customers out by a link.
        if (people.Of(http.User) is not { } person || http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            return Results.NotFound();
        var (scope, now) = (person.Scope, clock.StoreNow());
        var form = AudienceForm.Find(kind ?? "");
        if (!Rights.Allows(scope, Right.ExportCustomers))
        {
            Tell(Outcome.Denied, "forbidden", null);
            return Results.NotFound();
        }

        var of = "";
        if (form is null ? kind is not ("csv" or "xlsx") : !Purposes.TryRead(purpose ?? "", out of))
            return Results.NotFound();
        var folder = store.Folder.Incoming();
        try
        {
            var path = Path.Combine(folder, "file." + (form is null ? kind : "csv"));
            var count = await Task.Factory.StartNew(
                () =>
                {
                    using var session = store.OpenSession();
                    return Write(session, scope, key, now, form, of, path);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            Tell(Outcome.Allowed, null, count);
            var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan });
            http.Response.OnCompleted(() =>
            {
                Directory.Delete(folder, recursive: true);
                return Task.CompletedTask;
            });
            var name = string.Create(CultureInfo.InvariantCulture, $"{key}{(form is null ? "" : "-" + form.Key)}-{now:yyyy-MM-dd}.{(form is null ? kind : "csv")}");
            return Results.Stream(file, kind == "xlsx" ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8", name);
        }
        catch (NoSuchDefinitionException)
        {
            Directory.Delete(folder, recursive: true);
            return Results.NotFound();
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }

        void Tell(Outcome outcome, string? code, long? count) => host.Record.Tell(new Foundation.Governance.Access(
            now, scope.Key, scope.Role, Right.ExportCustomers, form is null ? "page segment export" : "page segment audience", null, outcome, code, count));
    }

    private static long Write(Foundation.Database.ISession session, Scope scope, string key, DateTime now, AudienceForm? form, string purpose, string path)
    {
        var members = SegmentMembers.Of(session, key, now);
        return form is null ? CustomerExport.Write(session, scope, new CustomerFilter { Members = members }, path) : AudienceFile.Write(session, scope, members, purpose, form, path).Included;
    }
}
