using Meridian.EngineTests.Store;
using Meridian.EngineTests.Tags;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Privacy;
using Meridian.Segments;
using Meridian.Tags.Definitions;
using NodaTime;

namespace Meridian.EngineTests.Segments;

/// <summary>Saved expressions: who is in them, how they overlap, and who came and went.</summary>
public sealed class SavedSegmentTests : StoreTests
{
    private const string People = "id,name,country,total spent\n1,Ann,GB,1500\n2,Bo,SE,200\n3,Cy,GB,\n4,Di,IN,900\n";

    private static string Flow(TestStore store, string segment, Scope? scope = null) =>
        string.Join(" | ", Snapshots.Flow(store.Session, scope ?? Scope.Whole, segment).Select(f => $"{f.Customers} +{f.Entered} -{f.Left}"));

    private static long Count(TestStore store, string segment, Scope? scope = null, DateTime? asOf = null) => SegmentViews.Count(store.Session, scope ?? Scope.Whole, segment, store.Now, asOf).Customers;

    private static void Keep(TestStore store, string segment)
    {
        var saved = SegmentBook.Find(store.Session, segment)!;
        Snapshots.Take(store.Session, new ActingLog(store.Log, "local:test"), segment, saved.Version, SegmentMembers.Of(store.Session, segment, store.Now), store.Now);
        store.Pipeline.Run(store.Session);
        store.Clock.Advance(Duration.FromHours(1));
    }

    [Theory, OnEngines]
    public void A_segment_is_who_its_rule_holds_for_now_and_then(Engine engine)
    {
        var store = Open(engine);
        store.Import(People);
        store.SaveSegment("british", "country = \"GB\"");
        Assert.Equal(2, Count(store, "british"));
        Assert.Equal(0, Count(store, "british", new Scope("viewer", ["IN"], null)));
        Assert.Equal(2, Count(store, "british", new Scope("viewer", ["GB", "IN"], null)));
        var before = store.Now;
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,name,country\n5,Ed,GB\n");
        Assert.Equal((3, 2), (Count(store, "british"), Count(store, "british", asOf: before)));
        store.SaveSegment("british", "country = \"GB\" and total_spent > 1000");
        Assert.Equal(1, Count(store, "british"));
        Assert.Equal([2, 1], SegmentBook.Versions(store.Session, "british").Select(v => v.Version));
        Assert.Equal(["Ann"], Customers.List(store.Session, Scope.Whole, new CustomerFilter { Members = SegmentMembers.Of(store.Session, "british", store.Now) }, 10).Select(c => c.Name));
        Assert.Equal("There is no segment 'brtish'. Did you mean 'british'?", Assert.Throws<NoSuchDefinitionException>(() => Count(store, "brtish")).Message);
    }

    [Theory, OnEngines]
    public void Overlap_counts_every_combination(Engine engine)
    {
        var store = Open(engine);
        store.Import(People);
        store.SaveSegment("british", "country = \"GB\"");
        store.SaveSegment("spenders", "total_spent > 100");
        store.SaveSegment("rich", "segment(\"spenders\") and total_spent > 800");
        var overlap = SegmentOverlap.Of(store.Session, Scope.Whole, ["british", "spenders", "rich"], store.Now);
        Assert.Equal(["british+spenders+rich 1", "spenders+rich 1", "british 1", "spenders 1"], overlap.Parts.Select(p => $"{string.Join('+', p.In)} {p.Customers}"));
        Assert.Equal((4, "2 3 2"), (overlap.Customers, string.Join(' ', overlap.Sizes)));
        Assert.Equal(1, SegmentOverlap.Of(store.Session, new Scope("viewer", ["SE"], null), ["british", "spenders"], store.Now).Customers);
        Assert.Throws<DefinitionException>(() => SegmentOverlap.Of(store.Session, Scope.Whole, ["british", "british"], store.Now));
    }

    [Theory, OnEngines]
    public void Between_snapshots_it_is_told_who_came_and_went(Engine engine)
    {
        var store = Open(engine);
        store.Import(People);
        store.SaveSegment("british", "country = \"GB\"");
        Assert.Equal("", Flow(store, "british"));
        Keep(store, "british");
        store.Import("id,name,country\n1,Ann,FR\n5,Ed,GB\n6,Flo,GB\n");
        Keep(store, "british");
        Keep(store, "british");
        Assert.Equal("2 +2 -0 | 3 +2 -1 | 3 +0 -0", Flow(store, "british"));
        // By the countries that they have now.
        Assert.Equal("1 +1 -0 | 0 +0 -1 | 0 +0 -0", Flow(store, "british", new Scope("viewer", ["FR"], null)));
        Assert.Equal([3, 3, 2], Snapshots.Of(store.Session, "british").Select(s => s.Customers));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    /// <summary>Messages pass other entries, so what a snapshot finds must not be found again when the log is replayed.</summary>
    [Theory, OnEngines]
    public void A_replay_keeps_the_members_that_there_were(Engine engine)
    {
        var store = Open(engine);
        store.SaveSegment("buyers", "count(\"Order Completed\") > 0");
        store.Send("""{"messageId":"m1","type":"track","userId":"ann","event":"Order Completed","timestamp":"2026-03-01T10:00:00Z"}""");
        Keep(store, "buyers");
        store.Send("""{"messageId":"m2","type":"track","userId":"bo","event":"Order Completed","timestamp":"2026-03-01T09:00:00Z"}""");
        Assert.Equal((2, "1 +1 -0"), (Count(store, "buyers"), Flow(store, "buyers")));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Who_is_erased_is_in_no_snapshot(Engine engine)
    {
        var store = Open(engine);
        store.Import(People);
        store.SaveSegment("british", "country = \"GB\"");
        Keep(store, "british");
        var ann = store.ProfileOf("crm/1").Id;
        Assert.Contains($"{ann}", string.Join('\n', store.Log.Read(1).Select(e => e.Text)), StringComparison.Ordinal);
        Erasures.Order(store.Session, store.Log, store.Folder, Subject.Of(store.Session, [ann]), 1, "asked for it", suppress: true, store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal("1 +1 -0", Flow(store, "british"));
        Assert.DoesNotContain($"{ann}", string.Join('\n', store.Log.Read(1).Select(e => e.Text)), StringComparison.Ordinal);
        Subject.Delete(store.Folder, store.Log.Last);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }
}
