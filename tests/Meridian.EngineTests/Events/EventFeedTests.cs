using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Meridian.Segments;

namespace Meridian.EngineTests.Events;

/// <summary>The feed of messages: all of them in the log's order, each with what became of it.</summary>
public sealed class EventFeedTests : StoreTests
{
    private static string Identify(string user, string id, string country) => $$"""{"type":"identify","userId":"{{user}}","messageId":"{{id}}","traits":{"name":"{{user}} Lee","email":"{{user}}@example.com","country":"{{country}}"} }""";

    private static string Track(string user, string name, string id) => $$"""{"type":"track","userId":"{{user}}","event":"{{name}}","messageId":"{{id}}"}""";

    private static string[] Ids(IEnumerable<FeedLine> lines) => [.. lines.Select(l => $"{l.MessageId} {l.Kind}")];

    private TestStore Filled(Engine engine)
    {
        var store = Open(engine);
        store.Receive([Identify("ann", "a1", "US"), Track("ann", "Order Completed", "a2"), """{"type":"track","userId":"ann","messageId":"bad"}"""]);
        store.Receive([Identify("raj", "r1", "IN"), Track("ann", "Product Viewed", "a2")], source: "shop");
        store.Receive([Track("raj", "Order Completed", "r2")]);
        store.Pipeline.Run(store.Session);
        return store;
    }

    [Theory, OnEngines]
    public void All_messages_are_told_the_newest_first_page_by_page(Engine engine)
    {
        var store = Filled(engine);
        var all = EventFeed.Page(store.Session, Scope.Whole, new FeedFilter(), rejected: true, 100);
        Assert.Equal(["r2 applied", "a2 applied", "r1 applied", "bad rejected", "a2 applied", "a1 applied"], Ids(all));
        var pages = new List<FeedLine>();
        while (EventFeed.Page(store.Session, Scope.Whole, new FeedFilter(), true, 2, pages.Count == 0 ? null : pages[^1].Place) is { Count: > 0 } page)
            pages.AddRange(page);
        Assert.Equal(all, pages);
        Assert.Equal(all.Take(3), EventFeed.Page(store.Session, Scope.Whole, new FeedFilter(), true, 100, after: all[3].Place));
    }

    [Theory, OnEngines]
    public void Filters_narrow_the_feed(Engine engine)
    {
        var store = Filled(engine);
        string[] Of(FeedFilter filter) => Ids(EventFeed.Page(store.Session, Scope.Whole, filter, true, 100));
        Assert.Equal(["bad rejected"], Of(new FeedFilter(Kind: RejectedKinds.Rejected)));
        Assert.Equal(["bad rejected"], Of(new FeedFilter(MessageId: "bad")));
        Assert.Equal(["a2 applied", "r1 applied"], Of(new FeedFilter(Source: "shop")));
        Assert.Equal(["r2 applied", "a2 applied"], Of(new FeedFilter(Name: "Order Completed")));
        Assert.Equal(["r1 applied", "a1 applied"], Of(new FeedFilter(Type: "identify")));
        Assert.Equal(["r2 applied", "r1 applied"], Of(new FeedFilter(Profiles: CustomerViews.Find(store.Session, Scope.Whole, "raj@example.com"))));
        Assert.Empty(Of(new FeedFilter(Profiles: [])));
        var reason = EventHealth.Reasons(store.Session, Scope.Whole, 10).Single();
        Assert.Equal(["bad rejected"], Of(new FeedFilter(Reason: reason.Reason)));
    }

    [Theory, OnEngines]
    public void Who_is_limited_sees_their_countries_messages_and_nothing_that_was_rejected(Engine engine)
    {
        var store = Filled(engine);
        var scope = new Scope(Roles.Operator, ["IN"], null);
        Assert.Equal(["r2 applied", "r1 applied"], Ids(EventFeed.Page(store.Session, scope, new FeedFilter(), true, 100)));
        Assert.Equal(["Order Completed"], EventFeed.Names(store.Session, scope, 10));
        Assert.Equal(["default", "shop"], EventFeed.Sources(store.Session, scope));
        Assert.Null(EventFeed.Find(store.Session, scope, new MessagePlace(1, 1), true));
        Assert.Null(MessageStories.Of(store.Session, scope, store.Log, new MessagePlace(1, 3), true));
        Assert.Empty(EventHealth.Sources(store.Session, scope, store.Now));
        Assert.Empty(EventHealth.Reasons(store.Session, scope, 10));
    }

    [Theory, OnEngines]
    public void A_message_is_told_from_its_receipt_to_its_tags(Engine engine)
    {
        var store = Filled(engine);
        var story = MessageStories.Of(store.Session, Scope.Whole, store.Log, new MessagePlace(1, 1), true)!;
        Assert.Equal(Identify("ann", "a1", "US").Trim(), story.Raw!.Json);
        Assert.Equal(("app", "ann", true, false), (story.Identity!.Space, story.Identity.Id, story.Identity.IsNew, story.Identity.IsVisitor));
        Assert.Contains(story.Gained, t => t is { Tag: "country", Value: "US" });
        var rejected = MessageStories.Of(store.Session, Scope.Whole, store.Log, new MessagePlace(1, 3), true)!;
        Assert.Equal((RejectedKinds.Rejected, null), (rejected.Line.Kind, rejected.Identity));
        Assert.Contains("\"bad\"", rejected.Raw!.Json, StringComparison.Ordinal);
        Assert.Null(MessageStories.Of(store.Session, Scope.Whole, store.Log, new MessagePlace(1, 3), rejected: false));
        Assert.Null(MessageStories.Of(store.Session, Scope.Whole, store.Log, new MessagePlace(9, 1), true));
    }

    [Theory, OnEngines]
    public void Sources_and_reasons_are_counted(Engine engine)
    {
        var store = Filled(engine);
        Assert.Equal(
            [("default", 4L, 3L, 1L, 0L), ("shop", 2L, 2L, 0L, 0L)],
            EventHealth.Sources(store.Session, Scope.Whole, store.Now).Select(s => (s.Source, s.Received, s.Applied, s.Rejected, s.Dead)));
        store.Pipeline.InspectMessage = _ => throw new InvalidOperationException("no such thing");
        store.Receive([Track("ann", "Order Completed", "d1"), Track("ann", "Order Completed", "d2")]);
        store.Pipeline.Run(store.Session);
        var dead = EventHealth.Reasons(store.Session, Scope.Whole, 10)[0];
        Assert.Equal((RejectedKinds.Dead, 2L), (dead.Kind, dead.Messages));
        Assert.Equal([new MessagePlace(4, 1), new MessagePlace(4, 2)], DeadLetters.OfReason(store.Session, dead.Reason));
        Assert.Equal(2, EventHealth.Sources(store.Session, Scope.Whole, store.Now)[0].Dead);
        store.Pipeline.InspectMessage = null;
        DeadLetterTurn.Take(store.Session, store.Log, store.Pipeline, DeadLetters.OfReason(store.Session, dead.Reason), isRetry: true, store.Now, out _);
        var again = EventFeed.Page(store.Session, Scope.Whole, new FeedFilter(MessageId: "d1"), true, 10).Single();
        var raw = RawMessages.Read(store.Log, again.Place)!;
        Assert.Equal((Track("ann", "Order Completed", "d1"), true, new MessagePlace(4, 1)), (raw.Json, raw.TriedAgain, raw.Entry));
    }
}
