using System.ComponentModel;
using System.Globalization;
using Meridian.Changes;
using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary><c>/api/v1/changes</c>: what changed of customers, for programs that act on it.</summary>
internal static class ChangesApi
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/changes", List).Needs(Right.ReadCustomers, told: true).Produces<Page<ChangeLine>>().WithTags("changes")
            .WithSummary("Who entered or left a tag, was merged or parted, said something of consent; in the order in which it came. 'next' is always there: ask with it again for what comes later.");

    private static IResult List(
        HttpContext http, ApiStore store, [Description("Only what happened to this tag, and to who is who.")] string? tag,
        [Description("Only from this day or time on, ISO 8601.")] string? since, int? limit, string? cursor)
    {
        var most = Answers.Limit(limit);
        var place = Cursor.Read(http, cursor, 2);
        var after = place is null ? 0 : Cursor.Number(place[0]);
        var filter = new ChangeFilter(after, tag, ApiTime.Read("since", since));
        var found = store.Read(s => place is null || ChangeFeed.Holds(s, after, place[1].Length > 0 ? place[1] : null) ? ChangeFeed.Read(s, http.Scope(), filter, most) : null)
            ?? throw new ProblemException(Problems.ChangesGone, "Changes behind this cursor went because they were old, or the store was made again from its log. Read the customers anew, then begin without a cursor and with 'since'.");
        http.Caller().People = found.Select(c => c.ProfileId).OfType<Guid>().Distinct().Count();
        // A list that grows has no last page.
        var next = found.Count > 0 ? Cursor.Write(http, found[^1].Position.ToString(CultureInfo.InvariantCulture), found[^1].Key)
            : Cursor.Write(http, after.ToString(CultureInfo.InvariantCulture), place?[1] ?? "");
        return Answers.Json(new Page<ChangeLine>(found, next));
    }
}
