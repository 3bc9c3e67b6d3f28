using Meridian.Changes;
using Meridian.EngineTests.Store;
using Meridian.EngineTests.Tags;
using Meridian.Foundation.Database;
using NodaTime;

namespace Meridian.EngineTests.Changes;

/// <summary>Those who follow the changes by name: each sees each change until it has passed it, whatever becomes of the store.</summary>
public sealed class FollowerTests : StoreTests
{
    private static void Follow(TestStore store, string name, bool oldest = false)
    {
        Followers.Follow(store.Session, store.Log, name, oldest, store.Now);
        store.Pipeline.Run(store.Session);
    }

    private static void Pass(TestStore store, string name, long position)
    {
        Followers.Pass(store.Session, store.Log, name, position, store.Now);
        store.Pipeline.Run(store.Session);
    }

    /// <summary>What waits for a follower, of one tag.</summary>
    private static List<ChangeLine> Next(ISession session, string name, string tag = "vip") => [.. Followers.Next(session, name, 1_000).Changes.Where(c => c.Tag == tag)];

    private static string Is(string user, int number, string plan) =>
        $$"""{"messageId":"{{user}}-{{number}}","type":"identify","userId":"{{user}}","traits":{"plan":"{{plan}}"},"timestamp":"2026-03-02T11:{{number:00}}:00Z"}""";

    [Theory, OnEngines]
    public void Two_followers_have_each_a_place_of_their_own(Engine engine)
    {
        var store = Open(engine);
        store.Define("vip", "plan = \"gold\"");
        Follow(store, "sync");
        store.Send(Is("ann", 1, "gold"), Is("bo", 1, "gold"));
        Follow(store, "late");
        Follow(store, "all", oldest: true);
        var first = Next(store.Session, "sync");
        Assert.Equal((2, 0, 2), (first.Count, Next(store.Session, "late").Count, Next(store.Session, "all").Count));
        // In the middle of one transaction's changes.
        Pass(store, "sync", first[0].Position);
        Assert.Equal([first[1]], Next(store.Session, "sync"));
        Assert.Equal(2, Next(store.Session, "all").Count);
        store.Send(Is("ann", 2, "none"));
        Assert.Equal(["entered", "left"], Next(store.Session, "sync").Select(c => c.What));
        Assert.Equal(["left"], Next(store.Session, "late").Select(c => c.What));
        Pass(store, "sync", Next(store.Session, "sync")[^1].Position);
        Assert.Empty(Next(store.Session, "sync"));
        // Nobody goes back, and nobody goes where nothing is yet.
        Pass(store, "sync", first[0].Position);
        Assert.Empty(Next(store.Session, "sync"));
        Assert.Throws<FollowerException>(() => Followers.Pass(store.Session, store.Log, "sync", 1_000, store.Now));
        Assert.Throws<FollowerException>(() => Followers.Next(store.Session, "nobody", 10));
        Assert.Throws<FollowerException>(() => Followers.Follow(store.Session, store.Log, "ann@example.com", false, store.Now));
        Followers.End(store.Session, store.Log, "late", store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal(["all", "sync"], Followers.All(store.Session).Select(f => f.Name));
    }

    /// <summary>Applied again at once, all three requests are one batch, in which Ann neither entered nor left; but the follower has seen her enter.</summary>
    [Theory, OnEngines]
    public void A_store_that_is_made_again_tells_a_follower_what_leads_from_what_it_has_seen(Engine engine)
    {
        var store = Open(engine);
        store.Define("vip", "plan = \"gold\"");
        Follow(store, "sync");
        store.Send(Is("ann", 1, "gold"), Is("bo", 1, "gold"));
        var seen = Next(store.Session, "sync");
        // Before it says that it saw this, more comes.
        store.Send(Is("ann", 2, "none"), Is("cy", 2, "gold"));
        store.Send(Is("cy", 3, "none"));
        Pass(store, "sync", seen[^1].Position);
        store.Import("id,name,country\n1,Di,GB\n");
        var waiting = Next(store.Session, "sync").Select(c => (c.ProfileId, c.What)).ToList();
        Assert.Equal(["left", "entered", "left"], waiting.Select(c => c.What));
        // Cy entered and left on the way, which in one batch is nothing.
        Assert.Equal([waiting[0]], store.Replayed(session => Next(session, "sync").Select(c => (c.ProfileId, c.What)).ToList()));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void What_was_seen_of_a_transaction_is_not_told_again_by_a_store_that_is_made_again(Engine engine)
    {
        var store = Open(engine);
        store.Define("vip", "plan = \"gold\"");
        Follow(store, "sync");
        store.Send(Is("di", 1, "none"));
        store.Send(Is("ann", 1, "gold"), Is("bo", 1, "gold"), Is("cy", 1, "gold"));
        Pass(store, "sync", Next(store.Session, "sync")[0].Position);
        store.Send(Is("ann", 2, "none"), Is("bo", 2, "none"), Is("cy", 2, "none"));
        var waiting = Followers.Next(store.Session, "sync", 1_000).Changes.Select(c => c.Key).ToList();
        Assert.Equal(waiting, store.Replayed(session => Followers.Next(session, "sync", 1_000).Changes.Select(c => c.Key).ToList()));
    }

    [Theory, OnEngines]
    public void Old_changes_go_and_wait_for_a_follower_a_while_but_not_for_ever(Engine engine)
    {
        var store = Open(engine);
        store.Define("vip", "plan = \"gold\"");
        Follow(store, "sync");
        store.Send(Is("ann", 1, "gold"));
        var entered = Next(store.Session, "sync");
        Assert.Single(entered);
        store.Clock.Advance(Duration.FromDays(ChangeRetention.Days + 2));
        store.Evaluate();
        Assert.Equal(entered, Next(store.Session, "sync"));
        Assert.False(Followers.Find(store.Session, "sync").Missed);
        store.Clock.Advance(Duration.FromDays(ChangeRetention.Days * ChangeRetention.Patience));
        store.Evaluate();
        Assert.Empty(Next(store.Session, "sync"));
        Assert.True(Followers.Find(store.Session, "sync").Missed);
        Assert.False(ChangeFeed.Holds(store.Session, entered[0].Position - 1, null));
        Assert.True(ChangeFeed.Holds(store.Session, ChangeFeed.Last(store.Session), null));
        // One that keeps up keeps nothing.
        Pass(store, "sync", ChangeFeed.Last(store.Session));
        store.Send(Is("bo", 1, "gold"));
        Pass(store, "sync", ChangeFeed.Last(store.Session));
        store.Clock.Advance(Duration.FromDays(ChangeRetention.Days + 2));
        store.Evaluate();
        Assert.DoesNotContain(ChangeFeed.Read(store.Session, Foundation.Governance.Scope.Whole, new ChangeFilter(0, "vip"), 100), c => c.What == "entered");
    }

    [Theory, OnEngines]
    public void A_cursor_of_another_store_is_known_as_such(Engine engine)
    {
        var store = Open(engine);
        store.Define("vip", "plan = \"gold\"");
        store.Send(Is("ann", 1, "gold"));
        var line = ChangeFeed.Read(store.Session, Foundation.Governance.Scope.Whole, new ChangeFilter(), 1)[0];
        Assert.True(ChangeFeed.Holds(store.Session, line.Position, line.Key));
        Assert.False(ChangeFeed.Holds(store.Session, line.Position, "7/entered/other"));
        Assert.False(ChangeFeed.Holds(store.Session, 1_000, null));
    }
}
