using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.EngineTests.Events;

/// <summary>What messages do to the store: customers, labels, events, and what becomes of those that cannot be kept.</summary>
public sealed class MessageTests : StoreTests
{
    private static string Track(string user, string name, string at, string id, string properties = "{}") =>
        $$"""{"type":"track","userId":"{{user}}","event":"{{name}}","timestamp":"{{at}}","messageId":"{{id}}","properties":{{properties}}}""";

    [Theory]
    [OnEngines]
    public void An_identify_makes_a_customer_with_labels(Engine engine)
    {
        using var store = new TestStore(engine);
        store.Send("""{"type":"identify","userId":"u1","messageId":"m1","traits":{"name":"Ana Lima","email":"Ana@Example.com","phone":"+55 11 98765-4321","address":{"city":"São Paulo","country":"Brazil"},"plan":"gold"}}""");
        Assert.Equal("app/u1", store.Partition());
        Assert.Equal("BR", store.Tag("app/u1", "country"));
        Assert.Equal("address", store.Label("app/u1", "country").Because);
        Assert.Equal(1, Customers.Count(store.Session, Scope.Whole, new CustomerFilter()));
        store.AssertSound();
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory]
    [OnEngines]
    public void Events_on_four_days_make_a_customer_highly_active(Engine engine)
    {
        using var store = new TestStore(engine);
        store.Send(Track("u1", "Product Viewed", "2026-02-26T10:00:00Z", "a"), Track("u1", "Product Viewed", "2026-02-27T10:00:00Z", "b"), Track("u1", "Product Viewed", "2026-02-28T10:00:00Z", "c"));
        Assert.Equal("medium", store.Tag("app/u1", "activity"));
        store.Send(Track("u1", "Order Completed", "2026-03-01T10:00:00Z", "d", """{"total":12.5}"""));
        Assert.Equal("high", store.Tag("app/u1", "activity"));
        Assert.Equal("events", store.Label("app/u1", "activity").Because);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory]
    [OnEngines]
    public void What_was_sent_to_a_customer_does_not_make_them_active(Engine engine)
    {
        using var store = new TestStore(engine);
        store.Send(Track("u1", "Message Sent", "2026-03-01T10:00:00Z", "a"));
        Assert.Equal("unknown", store.Tag("app/u1", "activity"));
    }

    [Theory]
    [OnEngines]
    public void A_visitor_is_no_customer_until_they_say_who_they_are(Engine engine)
    {
        using var store = new TestStore(engine);
        store.Send("""{"type":"page","anonymousId":"v1","messageId":"p1","name":"Home"}""");
        Assert.Equal(0, Customers.Count(store.Session, Scope.Whole, new CustomerFilter()));
        store.Send("""{"type":"identify","anonymousId":"v1","userId":"u1","messageId":"i1","traits":{"email":"ana@example.com"}}""");
        Assert.Equal(1, Customers.Count(store.Session, Scope.Whole, new CustomerFilter()));
        Assert.Equal("app/u1 app/v1", store.Partition());
        Assert.Equal(1, EventQueries.Count(store.Session, Scope.Whole, null, CustomerViews.Find(store.Session, Scope.Whole, "ana@example.com")));
    }

    [Theory]
    [OnEngines]
    public void A_message_that_comes_twice_counts_once(Engine engine)
    {
        using var store = new TestStore(engine);
        var message = Track("u1", "Order Completed", "2026-03-01T10:00:00Z", "same");
        store.Send(message, message);
        store.Send(message);
        Assert.Equal(1, EventQueries.Count(store.Session, Scope.Whole, null, null));
        Assert.Equal(new MessageCounts(3, 1, 2, 0, 0), EventQueries.Counts(store.Session));
    }

    [Theory]
    [OnEngines]
    public void One_id_with_two_contents_is_one_event_and_a_conflict_that_shows(Engine engine)
    {
        using var store = new TestStore(engine);
        store.Send(Track("u1", "Order Completed", "2026-03-01T10:00:00Z", "same"), Track("u1", "Order Refunded", "2026-03-01T10:00:00Z", "same"));
        Assert.Equal(1, EventQueries.Count(store.Session, Scope.Whole, "Order Completed", null));
        Assert.Equal(0, EventQueries.Count(store.Session, Scope.Whole, "Order Refunded", null));
        Assert.Equal(new MessageCounts(2, 1, 1, 1, 0), EventQueries.Counts(store.Session));
        Assert.Equal("conflict", Assert.Single(EventQueries.Rejected(store.Session, Scope.Whole, 10)).Kind);
    }

    [Theory]
    [OnEngines]
    public void A_bad_message_is_a_rejected_row_and_its_neighbours_stay(Engine engine)
    {
        using var store = new TestStore(engine);
        store.Send(Track("u1", "A", "2026-03-01T10:00:00Z", "1"), """{"type":"track","userId":"u1","messageId":"2"}""", "17", """{"type":"order","userId":"u1"}""", """{"type":"track","event":"A"}""", Track("u1", "B", "x", "3"));
        Assert.Equal(2, EventQueries.Count(store.Session, Scope.Whole, null, null));
        Assert.Equal(new MessageCounts(6, 2, 0, 0, 4), EventQueries.Counts(store.Session));
        Assert.Equal(4, EventQueries.Rejected(store.Session, Scope.Whole, 10).Count);
    }

    [Theory]
    [OnEngines]
    public void A_device_that_two_users_share_joins_neither_and_its_events_go_to_who_was_there(Engine engine)
    {
        using var store = new TestStore(engine);
        string Visit(string at, string id) => $$"""{"type":"page","anonymousId":"ipad","timestamp":"2026-03-01T{{at}}:00Z","messageId":"{{id}}"}""";
        string Login(string user, string at, string id) => $$"""{"type":"identify","anonymousId":"ipad","userId":"{{user}}","timestamp":"2026-03-01T{{at}}:00Z","messageId":"{{id}}","traits":{"name":"{{user}} Smith"} }""";
        store.Send(Visit("08:00", "v1"), Login("Ann", "09:00", "l1"), Visit("10:00", "v2"));
        Assert.Equal("app/Ann app/ipad", store.Partition());
        store.Send(Login("Bob", "11:00", "l2"), Visit("12:00", "v3"), Visit("10:30", "v4"));
        Assert.Equal("app/Ann | app/Bob | app/ipad", store.Partition());
        Assert.Equal(3, EventQueries.Count(store.Session, Scope.Whole, null, CustomerViews.Find(store.Session, Scope.Whole, "Ann")));
        Assert.Equal(1, EventQueries.Count(store.Session, Scope.Whole, null, CustomerViews.Find(store.Session, Scope.Whole, "Bob")));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory]
    [OnEngines]
    public void F14_an_alias_joins_two_user_ids_whichever_came_first_and_one_of_oneself_or_in_a_circle_changes_nothing(Engine engine)
    {
        using var store = new TestStore(engine);
        store.Send(Track("old", "A", "2026-03-01T10:00:00Z", "1"), Track("new", "A", "2026-03-01T11:00:00Z", "2"));
        Assert.Equal("app/new | app/old", store.Partition());
        store.Send("""{"type":"alias","previousId":"old","userId":"new","messageId":"3"}""", """{"type":"alias","previousId":"new","userId":"old","messageId":"4"}""", """{"type":"alias","previousId":"new","userId":"new","messageId":"5"}""");
        Assert.Equal("app/new app/old", store.Partition());
        store.AssertSound();
    }

    // What joins the users of one device is said by a third user, by the first word of a user whom two aliases name, and of more users than are ever looked at again.
    [Theory]
    [OnEngines("a1=device a2=device", "b<a1 b<a2", "app/a1 app/a2 app/b app/device")]
    [OnEngines("a1=device a2=device a1<b a2<b", "b=other", "app/a1 app/a2 app/b app/device")]
    [OnEngines("u0=device u1=device u2=device u3=device u4=device u5=device u6=device u7=device u8=device u9=device u10=device u11=device u12=device u13=device u14=device u15=device u16=device "
        + "u17=device u18=device u19=device u20=device", "b<u0 b<u1 b<u2 b<u3 b<u4 b<u5 b<u6 b<u7 b<u8 b<u9 b<u10 b<u11 b<u12 b<u13 b<u14 b<u15 b<u16 b<u17 b<u18 b<u19 b<u20",
        "app/b app/u0 app/u1 app/u10 app/u11 app/u12 app/u13 app/u14 app/u15 app/u16 app/u17 app/u18 app/u19 app/u2 app/u20 app/u3 app/u4 app/u5 app/u6 app/u7 app/u8 app/u9 | app/device")]
    public void Whether_the_users_of_a_device_are_one_person_does_not_depend_on_when_an_alias_says_so(Engine engine, string before, string after, string partition)
    {
        using var store = new TestStore(engine);
        store.Send("""{"type":"page","anonymousId":"device","messageId":"visit"}""");
        store.Send([.. before.Split(' ').Select(Say)]);
        store.Send([.. after.Split(' ').Select(Say)]);
        Assert.Equal(partition, store.Partition());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.AssertSound();
    }

    // Two user ids of one person in a file part them from their device; a user whom two aliases name joins it.
    [Theory]
    [OnEngines("id,user_id,name\na1,b,Ann\n", "a1=device", "app/a1 app/device", "app/a1 | app/device")]
    [OnEngines("user_id,name\nb,Ann\n", "a1=device a2=device a1<b a2<b", "app/a1 | app/a2 | app/device", "app/a1 app/a2 app/b app/device")]
    public void Whose_events_those_of_a_device_are_follows_a_file_and_its_undo(Engine engine, string file, string messages, string without, string with)
    {
        using var store = new TestStore(engine);
        using var never = new TestStore(engine);
        string[] said = [.. messages.Split(' ').Select(Say), """{"type":"track","event":"Order Completed","anonymousId":"device","timestamp":"2026-03-02T10:00:00Z","messageId":"visit"}"""];
        store.Import(file, "app");
        store.Send(said);
        never.Send(said);
        Assert.Equal(with, store.Partition());
        // Messages go ahead of imports when all is applied again.
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.Undo(store.Last);
        Assert.Equal(without, store.Partition());
        Assert.Equal(never.DigestParts(), store.DigestParts());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.AssertSound();
    }

    private static string Say(string words) => words.Contains('<', StringComparison.Ordinal)
        ? $$"""{"type":"alias","userId":"{{words.Split('<')[0]}}","previousId":"{{words.Split('<')[1]}}","messageId":"{{words}}"}"""
        : $$"""{"type":"identify","userId":"{{words.Split('=')[0]}}","anonymousId":"{{words.Split('=')[1]}}","messageId":"{{words}}","traits":{"name":"Ann"} }""";

    [Theory, OnEngines]
    public void A_trait_that_nobody_stated_before_is_there_in_whatever_batch_and_behind_a_file(Engine engine)
    {
        var store = Open(engine);
        string? Of(string id, string trait) => CustomerViews.Show(store.Session, Scope.Whole, CustomerViews.Find(store.Session, Scope.Whole, id).Single())!.Traits.SingleOrDefault(t => t.Trait == trait)?.Value;
        // One pipeline remembers between batches what was ever stated.
        store.Send("""{"type":"identify","userId":"ann","messageId":"1","traits":{"email":"ann@example.com"} }""");
        store.Send("""{"type":"identify","userId":"ann","messageId":"2","traits":{"address":{"city":"Lyon"} } }""");
        Assert.Equal("Lyon", Of("ann@example.com", "city"));
        store.Import("id,email,company\n1,raj@example.com,Acme\n");
        store.Send("""{"type":"identify","userId":"raj","messageId":"3","traits":{"email":"raj@example.com"} }""");
        Assert.Equal("Acme", Of("raj@example.com", "company"));
        store.Send("""{"type":"identify","userId":"raj","messageId":"4","traits":{"email":"raj@example.com","gender":"male"} }""");
        Assert.Equal(("Acme", "male"), (Of("raj@example.com", "company"), Of("raj@example.com", "gender")));
    }
}
