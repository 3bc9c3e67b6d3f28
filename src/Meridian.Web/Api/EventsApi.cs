using System.ComponentModel;
using System.Globalization;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>How many events.</summary>
public sealed record EventCount(long Events);

/// <summary><c>/api/v1/events</c>: what customers did. They are sent to <c>/v1</c>.</summary>
internal static class EventsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/events", List).Needs(Right.ReadEvents, told: true).Produces<Page<EventLine>>().WithTags("events").WithSummary("The messages that came last, the newest first.");
        api.MapGet("/events/count", (HttpContext http, ApiStore store, [Description("Only of this name.")] string? name, [FromQuery(Name = "profile_id"), Description("Only of this customer.")] Guid? profileId) =>
                Answers.Json(new EventCount(store.Read(s => EventQueries.Count(s, http.Scope(), name, Of(s, http, profileId))))))
            .Needs(Right.ReadEvents).Produces<EventCount>().WithTags("events").WithSummary("How many events there are.");
        api.MapGet("/events/rejected", (HttpContext http, ApiStore store, int? limit, string? cursor) => Rejected(http, store, null, limit, cursor))
            .Needs(Right.ReadDeadLetters, told: true).Produces<Page<RejectedLine>>().WithTags("events").WithSummary("Messages that were not applied, and why; the newest first.");
    }

    /// <param name="kind">Only of this kind; null for all.</param>
    internal static IResult Rejected(HttpContext http, ApiStore store, string? kind, int? limit, string? cursor)
    {
        var (most, before) = (Answers.Limit(limit), Place(http, cursor));
        return Answers.Page(http, store.Read(s => EventQueries.Rejected(s, http.Scope(), most + 1, kind, before)), most, r => r, r => Place(r.Entry, r.Row));
    }

    private static IResult List(
        HttpContext http, ApiStore store, [Description("Only of this name, such as Order Completed.")] string? name, [FromQuery(Name = "profile_id"), Description("Only of this customer.")] Guid? profileId,
        int? limit, string? cursor)
    {
        var (most, before) = (Answers.Limit(limit), Place(http, cursor));
        var found = store.Read(s => EventQueries.Last(s, http.Scope(), name, Of(s, http, profileId), most + 1, before));
        http.Caller().People = found.Take(most).Select(e => e.ProfileId).Distinct().Count();
        return Answers.Page(http, found, most, e => e, e => Place(e.Entry, e.Row));
    }

    private static List<Guid>? Of(Foundation.Database.ISession session, HttpContext http, Guid? profileId) =>
        profileId is { } id ? Segments.CustomerViews.Find(session, http.Scope(), id.ToString()) : null;

    private static MessagePlace? Place(HttpContext http, string? cursor) =>
        Cursor.Read(http, cursor, 2) is { } place ? new MessagePlace(Cursor.Number(place[0]), (int)Cursor.Number(place[1])) : null;

    private static string[] Place(long entry, int row) => [entry.ToString(CultureInfo.InvariantCulture), row.ToString(CultureInfo.InvariantCulture)];
}
