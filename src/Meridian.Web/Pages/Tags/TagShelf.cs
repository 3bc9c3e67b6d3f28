using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Web.Pages.OfTags;

/// <summary>A tag as the list shows it.</summary>
/// <param name="Name">In the reader's language.</param>
public sealed record TagOnShelf(TagLine Line, string Name, string? Owner, IReadOnlyList<DayBar> Trend)
{
    /// <summary>Whether a text is found in what a person knows of it.</summary>
    public bool Has(string text) => new[] { Line.Key, Name, Line.Folder, Owner }.Any(t => t?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true);
}

/// <summary>All tags with what the list tells of them.</summary>
/// <param name="Customers">All that the reader may see.</param>
public sealed record TagShelf(IReadOnlyList<TagOnShelf> Tags, long Customers)
{
    public const int Days = 30;

    public static TagShelf Read(ISession session, Scope scope, string language, Texts texts, DateTime now)
    {
        var owners = TagBook.All(session).ToDictionary(v => v.Key, v => v.Definition, StringComparer.Ordinal);
        var today = DateOnly.FromDateTime(now);
        var trends = TagQueries.Trends(session, scope, today.AddDays(1 - Days)).ToLookup(t => t.Tag, t => (t.Day, t.Entered, t.Left), StringComparer.Ordinal);
        return new TagShelf(
            [
                .. TagViews.All(session, scope, language, builtIn: true)
                    .Select(l => new TagOnShelf(l, l.Status == TagOrigins.BuiltIn ? texts[$"tags.built_in.{l.Key}"] : l.Name, owners.GetValueOrDefault(l.Key)?.Owner, DayBars.Of(trends[l.Key], today, Days)))
            ],
            Segments.Customers.Count(session, scope, new CustomerFilter()));
    }
}
