using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Rules.Syntax;
using Meridian.Segments;
using Meridian.Tags.Definitions;
using Meridian.Web.Api;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Meridian.Web.Pages.Access;

/// <summary>Files of customers, by links that a browser follows: who may not have them, and another site's page, finds nothing there. The audit is told.</summary>
public sealed class PageDownload(OpenStore store, PeopleBook people, ApiHost host, IClock clock)
{
    /// <summary>UTC.</summary>
    public DateTime Now => clock.StoreNow();

    /// <param name="name">As the browser keeps it; its end, csv or xlsx, says the format.</param>
    /// <param name="told">What the audit calls it, such as "page segment export".</param>
    /// <param name="write">Writes the file of whom the scope sees, and says how many they are.</param>
    public async Task<IResult> Send(HttpContext http, string name, string told, Func<Foundation.Database.ISession, Scope, string, long> write)
    {
        // As with an address that is not there; and no other site takes customers out by a link.
        if (people.Of(http.User) is not { Scope: var scope } || http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            return Results.NotFound();
        if (!Rights.Allows(scope, Right.ExportCustomers))
        {
            Tell(scope, told, Outcome.Denied, "forbidden", null);
            return Results.NotFound();
        }

        try
        {
            var type = name.EndsWith(".xlsx", StringComparison.Ordinal) ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
            return await ServedFile.Send(http, store, name, type, (session, path) => write(session, scope, path), count => Tell(scope, told, Outcome.Allowed, null, count)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NoSuchDefinitionException or RuleException or FilterException)
        {
            // What was asked for is not there, or not any more.
            return Results.NotFound();
        }
    }

    private void Tell(Scope scope, string told, Outcome outcome, string? code, long? count) =>
        host.Record.Tell(new Foundation.Governance.Access(Now, scope.Key, scope.Role, Right.ExportCustomers, told, null, outcome, code, count));
}
