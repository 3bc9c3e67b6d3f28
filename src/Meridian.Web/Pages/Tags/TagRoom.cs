using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Web.Pages.OfTags;

/// <summary>All that the page of one tag tells, but customers' own data.</summary>
/// <param name="Versions">The latest first.</param>
/// <param name="All">Customers whom the reader may see.</param>
public sealed record TagRoom(TagView View, IReadOnlyList<TagVersion> Versions, IReadOnlyList<TagFlow> Flow, long All)
{
    /// <param name="days">How far the flow goes back.</param>
    /// <returns>Null where there is no such tag.</returns>
    public static TagRoom? Read(ISession session, Scope scope, string key, DateTime now, int days)
    {
        try
        {
            var today = DateOnly.FromDateTime(now);
            return new TagRoom(
                TagViews.Show(session, scope, key), TagBook.Versions(session, key), TagQueries.Flow(session, scope, key, today.AddDays(1 - days), today),
                Segments.Customers.Count(session, scope, new CustomerFilter()));
        }
        catch (NoSuchDefinitionException)
        {
            return null;
        }
    }
}
