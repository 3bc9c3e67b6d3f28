using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;

namespace Meridian.Web.Pages.OfSegments;

/// <summary>A segment as the list shows it.</summary>
/// <param name="Customers">Null where its rule makes no sense any more.</param>
public sealed record SegmentOnShelf(SegmentVersion Segment, string Name, long? Customers)
{
    public bool Has(string text) => new[] { Segment.Key, Name, Segment.Definition.Folder, Segment.Definition.Owner }.Any(t => t?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true);
}

/// <summary>All segments with how many are in each.</summary>
/// <param name="Customers">All that the reader may see.</param>
public sealed record SegmentShelf(IReadOnlyList<SegmentOnShelf> Segments, long Customers)
{
    public static SegmentShelf Read(ISession session, Scope scope, string language, DateTime now)
    {
        var counts = SegmentViews.Counts(session, scope, now);
        return new SegmentShelf(
            [.. SegmentBook.All(session).Select(s => new SegmentOnShelf(s, NameOf(s.Definition, language), counts.GetValueOrDefault(s.Key))).OrderBy(s => s.Name, StringComparer.CurrentCulture)],
            Meridian.Segments.Customers.Count(session, scope, new CustomerFilter()));
    }

    public static string NameOf(SegmentDefinition segment, string language) => segment.Names?.GetValueOrDefault(language) ?? segment.Names?.GetValueOrDefault("en") ?? segment.Key;
}
