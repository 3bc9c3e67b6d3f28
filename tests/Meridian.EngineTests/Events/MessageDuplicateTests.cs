using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;
using NodaTime;

namespace Meridian.EngineTests.Events;

/// <summary>F07, F08: what comes again changes nothing, is counted, and one id means one message of one source.</summary>
public sealed class MessageDuplicateTests : StoreTests
{
    private static string Track(string name, string id) => $$"""{"type":"track","userId":"u1","event":"{{name}}","timestamp":"2026-03-01T10:00:00Z","messageId":"{{id}}"}""";

    [Theory, OnEngines]
    public void F07_a_batch_that_comes_sixteen_times_and_again_after_a_restart_and_29_days_later_is_stored_once(Engine engine)
    {
        var store = Open(engine);
        string[] batch = [.. Enumerable.Range(0, 500).Select(i => $$"""{"type":"track","userId":"u{{i % 50}}","event":"E{{i % 7}}","messageId":"m{{i}}","properties":{"total":{{i}} } }""")];
        for (var time = 0; time < 16; time++)
        {
            store.Receive(batch);
            if (time % 5 == 0)
                store.Pipeline.Run(store.Session);
        }

        store.Pipeline.Run(store.Session);
        Assert.Equal(new MessageCounts(8_000, 500, 7_500, 0, 0), store.AssertConserved(8_000));
        store.Restart();
        store.Send(batch);
        Assert.Equal(new MessageCounts(8_500, 500, 8_000, 0, 0), store.AssertConserved(8_500));
        store.Clock.Advance(Duration.FromDays(29));
        store.Send(batch);
        Assert.Equal(new MessageCounts(9_000, 500, 8_500, 0, 0), store.AssertConserved(9_000));
        store.Clock.Advance(Duration.FromDays(2));
        store.Restart();
        store.Send(batch);
        Assert.Equal(new MessageCounts(9_500, 1_000, 8_500, 0, 0), store.AssertConserved(9_500));
        store.Send(batch);
        Assert.Equal(new MessageCounts(10_000, 1_000, 9_000, 0, 0), store.AssertConserved(10_000));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void F07_messages_without_ids_are_known_again_by_their_content_in_any_order_of_members(Engine engine)
    {
        var store = Open(engine);
        store.Send("""{"type":"track","userId":"u1","event":"A","properties":{"a":1,"b":2},"sentAt":"2026-03-02T11:00:00Z"}""", """{"properties":{"b":2,"a":1},"event":"A","userId":"u1","type":"track","sentAt":"2026-03-02T11:30:00Z"}""");
        Assert.Equal(1, store.AssertConserved(2).Applied);
    }

    [Theory, OnEngines]
    public void F08_one_id_from_two_sources_is_two_messages(Engine engine)
    {
        var store = Open(engine);
        store.Receive([Track("A", "same")], "web");
        store.Receive([Track("A", "same")], "shop");
        store.Receive([Track("A", "same")], "web");
        store.Pipeline.Run(store.Session);
        Assert.Equal(new MessageCounts(3, 2, 1, 0, 0), store.AssertConserved(3));
    }

    [Theory, OnEngines("one request")]
    [OnEngines("two requests"), OnEngines("a restart between")]
    public void F08_one_id_with_another_content_is_a_conflict_that_shows_and_the_first_one_wins(Engine engine, string how)
    {
        var store = Open(engine);
        if (how == "one request")
        {
            store.Send(Track("A", "same"), Track("B", "same"));
        }
        else
        {
            store.Send(Track("A", "same"));
            if (how != "two requests")
                store.Restart();
            store.Send(Track("B", "same"));
        }

        Assert.Equal(new MessageCounts(2, 1, 1, 1, 0), store.AssertConserved(2));
        Assert.Equal((1L, 0L), (EventQueries.Count(store.Session, Scope.Whole, "A", null), EventQueries.Count(store.Session, Scope.Whole, "B", null)));
        var conflict = Assert.Single(EventQueries.Rejected(store.Session, Scope.Whole, 10));
        Assert.Equal((RejectedKinds.Conflict, "same"), (conflict.Kind, conflict.MessageId));
        store.Send(Track("A", "same"));
        Assert.Equal(new MessageCounts(3, 1, 2, 1, 0), store.AssertConserved(3));
    }
}
