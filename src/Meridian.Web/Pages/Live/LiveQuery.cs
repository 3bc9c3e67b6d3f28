using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Meridian.Segments;

namespace Meridian.Web.Pages.Live;

/// <summary>Which messages the live view shows, as its address says it: <c>/live?kind=rejected&amp;source=shop</c>.</summary>
public sealed record LiveQuery
{
    /// <summary>A message's id, or what names a customer.</summary>
    public string? Q { get; init; }

    public string? Kind { get; init; }

    public string? Source { get; init; }

    public string? Name { get; init; }

    public string? Type { get; init; }

    public string? Reason { get; init; }

    /// <summary>Where the page before ended, ENTRY:ROW; null for the newest.</summary>
    public string? Before { get; init; }

    /// <summary>The message that is open, ENTRY:ROW.</summary>
    public string? Open { get; init; }

    public bool IsFiltered => this with { Open = null, Before = null } != new LiveQuery();

    public string Address()
    {
        var parts = Parts().Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return parts.Count == 0 ? "/live" : $"/live?{string.Join('&', parts)}";
    }

    public static string Place(MessagePlace place) => FormattableString.Invariant($"{place.Entry}:{place.Row}");

    public static MessagePlace? Place(string? text) => text is null ? null : DeadLetterTurn.Place(text);

    /// <summary>A page of the feed: a text is the id of a message, or else it names customers.</summary>
    public List<FeedLine> Read(ISession session, Scope scope, bool rejected, int limit, MessagePlace? after = null)
    {
        var filter = new FeedFilter(Kind, Source, Name, Type, null, Reason);
        if (string.IsNullOrWhiteSpace(Q))
            return EventFeed.Page(session, scope, filter, rejected, limit, Place(Before), after);
        var byId = EventFeed.Page(session, scope, filter with { MessageId = Q.Trim() }, rejected, limit, Place(Before), after);
        return byId.Count > 0 ? byId : EventFeed.Page(session, scope, filter with { Profiles = CustomerViews.Find(session, scope, Q) }, rejected, limit, Place(Before), after);
    }

    private IEnumerable<(string Name, string? Value)> Parts() =>
        [("q", Q), ("kind", Kind), ("source", Source), ("name", Name), ("type", Type), ("reason", Reason), ("before", Before), ("open", Open)];
}
