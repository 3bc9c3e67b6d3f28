using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Profiles;
using Meridian.Tags;

namespace Meridian.EngineTests.Events;

/// <summary>A batch makes and labels only what its messages may have changed; here is what they change although nothing of it is said for the first time.</summary>
public sealed class MessageTouchTests : StoreTests
{
    [Theory, OnEngines]
    public void Words_that_are_said_again_stand_before_those_that_were_said_between(Engine engine)
    {
        var store = Open(engine);
        store.Send(Identify("a", "10:00", "Bonn"), Identify("b", "10:10", "Kiel"));
        Assert.Equal("Kiel", City(store));
        // The latest again: nothing is another than before.
        store.Send(Identify("c", "10:20", "Kiel"));
        store.Send(Identify("d", "10:30", "Kiel"));
        Assert.Equal("Kiel", City(store));
        store.Send(Identify("e", "10:40", "Bonn"));
        Assert.Equal("Bonn", City(store));
        // Late, and between the others.
        store.Send(Identify("f", "10:35", "Kiel"));
        Assert.Equal("Bonn", City(store));
        store.Send(Identify("g", "10:50", "Kiel"));
        Assert.Equal("Kiel", City(store));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Words_of_another_record_of_the_same_customer_count_as_well(Engine engine)
    {
        var store = Open(engine);
        store.Send(Identify("a", "10:00", "Bonn"));
        store.Import("id,email,city\n1,una@example.com,Oslo\n");
        Assert.Equal("Oslo", City(store));
        store.Send(Identify("b", "10:30", "Bonn"));
        Assert.Equal("Oslo", City(store));
        // The file is of twelve o'clock.
        store.Clock.Advance(NodaTime.Duration.FromHours(1));
        store.Send(Identify("c", "12:30", "Bonn"));
        Assert.Equal("Bonn", City(store));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void The_fifth_message_of_a_day_counts_although_the_day_is_known(Engine engine)
    {
        var store = Open(engine);
        store.Send(Identify("a", "08:00", "Bonn"));
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(Because(store, "high_interaction"));
            store.Send(Track($"m{i}", "Message Received", $"09:0{i}"));
        }

        Assert.Equal("yes: events", Because(store, "high_interaction"));
    }

    [Theory, OnEngines]
    public void The_second_event_of_a_day_counts_where_a_file_knew_of_something_later_than_the_first(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,last_seen_at\n1,una@example.com,2026-03-02 11:00\n");
        store.Send(Identify("a", "08:00", "Bonn"), Track("m1", "Product Viewed", "10:00"));
        Assert.Equal("medium: last active column", Because(store, "activity"));
        store.Send(Track("m2", "Product Viewed", "10:30"));
        Assert.Equal("medium: last active column", Because(store, "activity"));
        store.Send(Track("m3", "Product Viewed", "11:30"));
        Assert.Equal("medium: events", Because(store, "activity"));
    }

    [Theory, OnEngines]
    public void An_event_before_the_first_one_of_its_day_counts(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,created_at\n1,una@example.com,2026-03-02 09:00\n");
        store.Send(Identify("a", "08:00", "Bonn"), Track("m1", "Product Viewed", "10:00"));
        Assert.Equal("new: first known date", Because(store, "life_stage"));
        store.Send(Track("m2", "Product Viewed", "08:30"));
        Assert.Equal("new: events", Because(store, "life_stage"));
    }

    [Theory, OnEngines]
    public void A_fourth_day_counts_and_what_was_sent_to_somebody_does_not(Engine engine)
    {
        var store = Open(engine);
        store.Send(Identify("a", "08:00", "Bonn"));
        for (var day = 27; day <= 28; day++)
            store.Send(Track($"d{day}", "Product Viewed", "08:00", $"2026-02-{day}"));
        store.Send(Track("d1", "Product Viewed", "08:00", "2026-03-01"), Track("s2", "Message Sent", "09:00"));
        Assert.Equal("medium: events", Because(store, "activity"));
        store.Send(Track("d2", "Product Viewed", "10:00"));
        Assert.Equal("high: events", Because(store, "activity"));
    }

    private static string Identify(string id, string time, string city) =>
        $$"""{"type":"identify","messageId":"{{id}}","userId":"una","timestamp":"2026-03-02T{{time}}:00Z","traits":{"email":"una@example.com","city":"{{city}}"} }""";

    private static string Track(string id, string name, string time, string day = "2026-03-02") =>
        $$"""{"type":"track","messageId":"{{id}}","userId":"una","event":"{{name}}","timestamp":"{{day}}T{{time}}:00Z"}""";

    private static string? City(TestStore store) => store.Session.First($"select city from {ProfileTables.Profile}", r => r.Text(0));

    /// <summary>The one customer's value of a label and why; null for none.</summary>
    private static string? Because(TestStore store, string tag) =>
        store.Session.First($"select concat(a.value, ': ', a.because) from {TagTables.Assignment} a where a.tag = {tag}", r => r.Text(0));
}
