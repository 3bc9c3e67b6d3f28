using Meridian.Foundation.Governance;
using Meridian.Privacy;
using Meridian.Segments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>Why somebody is erased.</summary>
/// <param name="Reason">For the receipt, such as "request of 12 May"; without personal data.</param>
/// <param name="AllowReturn">Whether their data may be taken in again; otherwise files and messages that name them are refused, row by row.</param>
public sealed record EraseRequest(string Reason, bool AllowReturn = false);

/// <summary><c>/api/v1/customers/ID/export</c> and <c>/erase</c>: what a person may ask for.</summary>
internal static class PersonApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/customers/{id:guid}/export", Export).Needs(Right.ExportPerson, told: true).Produces<Dossier>().WithTags("privacy")
            .WithSummary("All that is held of one customer: the customer's view, every event, and what was received, word for word.");
        api.MapPost("/customers/{id:guid}/erase", Erase).Needs(Right.ErasePeople, told: true).Repeatable(ofNobody: true).Produces<ErasureAnswer>().WithTags("privacy")
            .WithSummary("Erase one customer for good: from the store, the log, kept files, rejected rows, known backups. It cannot be undone.");
    }

    private static async Task<IResult> Export(HttpContext http, ApiStore store, ApiHost host, Guid id)
    {
        var dossier = await store.Alone(s => CustomerViews.Find(s, http.Scope(), id.ToString(), beginnings: false) is [var profile]
            ? Dossier.Of(s, http.Scope(), store.Log, store.Store.Folder, profile, host.OpenSide, store.Now) : null).ConfigureAwait(false) ?? throw Answers.NotFound("customer");
        http.Caller().People = 1;
        return Answers.Json(dossier);
    }

    private static async Task<IResult> Erase(HttpContext http, ApiStore store, ApiHost host, Guid id, EraseRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
            throw new ProblemException(Problems.BadParameter, "reason: Say why, such as \"request of 12 May\".");
        if (host.Erase is not { } erase)
            throw new ProblemException(Problems.NotHere, "This server erases nobody; 'meridian customers erase' does.");
        if (store.Read(s => CustomerViews.Find(s, http.Scope(), id.ToString(), beginnings: false)).Count == 0)
            throw Answers.NotFound("customer");
        // It is done to its end, whoever goes away.
        var answer = await Task.Factory.StartNew(() => erase(http.Scope(), id, request.Reason.Trim(), !request.AllowReturn), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .ConfigureAwait(false) ?? throw Answers.NotFound("customer");
        http.Caller().People = 1;
        return Answers.Json(answer);
    }
}
