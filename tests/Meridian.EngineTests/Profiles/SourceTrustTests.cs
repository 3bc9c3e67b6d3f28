using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Segments;

namespace Meridian.EngineTests.Profiles;

/// <summary>How far a source is trusted decides whose word counts, for what is there already and for what comes.</summary>
public sealed class SourceTrustTests : StoreTests
{
    private const string Crm = "id,name,email,city,country\n1,Ann Lee,ann@example.com,Leeds,GB\n2,Bo Ek,bo@example.com,Lund,SE\n";
    private const string Shop = "id,name,email,city,country\n7,Ann Lie,ann@example.com,Lyon,FR\n8,Cy Oz,cy@example.com,Izmir,TR\n";

    [Theory, OnEngines]
    public void The_more_trusted_source_counts_although_it_spoke_earlier_and_labels_follow(Engine engine)
    {
        var store = Two(engine);
        Assert.Equal(("Ann Lie", "Lyon", "FR"), (store.Trait("crm/1", "name"), store.Trait("crm/1", "city"), store.Label("crm/1", "country").Value));
        var others = (store.View("crm/2").Labels.Count, store.View("shop/8").Labels.Count);
        Say(store, new SourceOrder("crm", 80));
        // Both spoke in the same instant; of evidence for a country an earlier word would not count, however trusted.
        Assert.Equal(("Ann Lee", "Leeds", "GB"), (store.Trait("crm/1", "name"), store.Trait("crm/1", "city"), store.Label("crm/1", "country").Value));
        Assert.Equal(others, (store.View("crm/2").Labels.Count, store.View("shop/8").Labels.Count));
        store.AssertSound();
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());

        // What comes later is weighed as well, and trust that is taken back gives back what was.
        store.Import("id,name,email,city,country\n7,Annie Lie,ann@example.com,Nice,FR\n", "shop");
        Assert.Equal(("Ann Lee", "Leeds"), (store.Trait("crm/1", "name"), store.Trait("crm/1", "city")));
        Say(store, new SourceOrder("crm", Sources.DefaultTrust));
        Assert.Equal(("Annie Lie", "Nice"), (store.Trait("crm/1", "name"), store.Trait("crm/1", "city")));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void When_it_is_said_makes_no_difference(Engine engine)
    {
        var (early, late) = (Open(engine), Two(engine));
        early.Import(Crm);
        Say(early, new SourceOrder("crm", 90));
        early.Import(Shop, "shop");
        Say(late, new SourceOrder("crm", 90));
        Assert.Equal("Ann Lee", early.Trait("crm/1", "name"));
        Assert.Equal(early.DigestParts(), late.DigestParts());
    }

    [Theory, OnEngines]
    public void A_mapping_that_is_kept_is_changed_and_forgotten(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,stage\n1,Ann Lee,ann@example.com,new\n", mapping: "{\"columns\":{\"stage\":\"trait:phase\"}}");
        Say(store, new SourceOrder("crm", Mapping: "{\"columns\":{\"stage\":\"ignore\"}}"));
        Say(store, new SourceOrder("crm", EventMapping: "{\"columns\":{\"no\":\"order_id\"}}"));
        var source = SourceViews.All(store.Session).Single();
        Assert.Equal(("ignore", "order_id", 50), (Mapping.Parse(source.Mapping!).TargetOf("Stage"), Mapping.Parse(source.EventMapping!, EventHeaders.Fields).TargetOf("no"), source.Trust));
        Say(store, new SourceOrder("crm", Mapping: "{}"), new SourceOrder("crm", EventMapping: ""));
        source = SourceViews.All(store.Session).Single();
        Assert.Equal((null, null), (source.Mapping, source.EventMapping));
    }

    /// <summary>Messages go ahead when the log is applied anew: which word of a mapping is the last must not depend on that.</summary>
    [Theory, OnEngines]
    public void The_last_word_of_a_mapping_counts_in_whatever_order_it_is_applied(Engine engine)
    {
        const string Head = "order_id,ordered_at,total,status,phone\n";
        var store = Open(engine);
        store.ImportEvents(Head + "A1,2026-02-01,5,paid,+447400123456\n", "crm", mapping: "{\"columns\":{\"total\":\"ignore\"}}");
        Say(store, new SourceOrder("crm", EventMapping: ""));
        store.ImportEvents(Head + "A2,2026-02-01,5,paid,+447400123456\n", "crm", mapping: "{\"columns\":{\"status\":\"ignore\"}}");
        Assert.Contains("status", Sources.EventMapping(store.Session, "crm"), StringComparison.Ordinal);
        Assert.Equal(Sources.EventMapping(store.Session, "crm"), store.Replayed(s => Sources.EventMapping(s, "crm")));
        Say(store, new SourceOrder("crm", EventMapping: ""));
        Assert.Null(Sources.EventMapping(store.Session, "crm"));
        Assert.Null(store.Replayed(s => Sources.EventMapping(s, "crm")));
    }

    [Fact]
    public void What_cannot_be_taken_is_said_and_is_no_entry()
    {
        var store = Two(Engine.DuckDb);
        var last = store.Log.Last;
        Assert.Equal("There is no source 'shap'. Did you mean 'shop'?", Assert.Throws<SourceException>(() => Say(store, new SourceOrder("shap", 60))).Message);
        Assert.Contains("from 0 to 100", Assert.Throws<SourceException>(() => Say(store, new SourceOrder("shop", 101))).Message, StringComparison.Ordinal);
        Assert.Contains("Nothing is said", Assert.Throws<SourceException>(() => Say(store, new SourceOrder("shop"))).Message, StringComparison.Ordinal);
        Assert.Contains("there is no field \"fone\"", Assert.Throws<MappingException>(() => Say(store, new SourceOrder("shop", Mapping: "{\"columns\":{\"a\":\"fone\"}}"))).Message, StringComparison.Ordinal);
        Assert.Equal(last, store.Log.Last);
    }

    private TestStore Two(Engine engine)
    {
        var store = Open(engine);
        store.Import(Crm);
        store.Import(Shop, "shop");
        return store;
    }

    private static void Say(TestStore store, params SourceOrder[] orders)
    {
        foreach (var order in orders)
            SourceIntake.Save(new ActingLog(store.Log, "local:test"), SourceViews.Names(store.Session), order, store.Now);
        store.Pipeline.Run(store.Session);
    }
}
