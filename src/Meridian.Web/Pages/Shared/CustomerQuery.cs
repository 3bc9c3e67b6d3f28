using System.Globalization;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.Web.Pages.Shared;

/// <summary>Which customers a list shows, as its address says it: <c>/customers?country=US&amp;platform=whatsapp</c>. Every number of the pages leads to such an address.</summary>
public sealed record CustomerQuery
{
    /// <summary>What somebody typed to find them.</summary>
    public string? Q { get; init; }

    public string? Country { get; init; }

    public string? Area { get; init; }

    public string? Language { get; init; }

    public string? Platform { get; init; }

    public string? Activity { get; init; }

    /// <summary>A tag's key, or <c>KEY=VALUE</c>.</summary>
    public string? Tag { get; init; }

    /// <summary>Key of a saved segment.</summary>
    public string? Segment { get; init; }

    /// <summary>Number of an import that spoke of them.</summary>
    public long? Import { get; init; }

    /// <summary>With <see cref="Import"/>: only those whom it brought.</summary>
    public bool Created { get; init; }

    /// <summary>A source that says something of them.</summary>
    public string? Source { get; init; }

    public bool IsEmpty => this == new CustomerQuery();

    /// <exception cref="FilterException">A part names nothing.</exception>
    public CustomerFilter Filter(ISession session, Scope scope, DateTime now)
    {
        var tag = Tag?.Split('=', 2);
        return FilterText.Read(Area is null ? null : Tags.Definitions.AreaBook.Catalogue(session), Country, Area, Language, Platform, Activity) with
        {
            Tag = tag?[0],
            TagValue = tag is [_, var value] ? value : null,
            Text = Q,
            Members = ImportMembers.All(
                Segment is null ? null : SegmentMembers.Of(session, Segment, now), Import is { } import ? ImportMembers.Of(scope, import, Created) : null, Source is null ? null : SourceViews.Members(Source)),
        };
    }

    /// <summary>The address of the list.</summary>
    public string Address(string path = "/customers")
    {
        var parts = Parts().Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    private IEnumerable<(string Name, string? Value)> Parts() =>
        [("q", Q), ("country", Country), ("area", Area), ("language", Language), ("platform", Platform), ("activity", Activity), ("tag", Tag), ("segment", Segment),
            ("import", Import?.ToString(CultureInfo.InvariantCulture)), ("created", Created ? "true" : null), ("source", Source)];
}
