using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;

namespace Meridian.EngineTests.Tags;

/// <summary>What the team means by an area is what rules, segments and filters find.</summary>
public sealed class AreaTests : StoreTests
{
    private const string Four = "id,name,country\n1,Ann,AE\n2,Bo,EG\n3,Cy,MA\n4,Di,DE\n";

    [Theory, OnEngines]
    public void Tags_and_filters_follow_what_an_area_means_and_a_rebuild_gives_the_same(Engine engine)
    {
        var store = Open(engine);
        store.Import(Four);
        store.Define("near", "area = \"Middle East\"");
        var shipped = store.Having("near");
        Assert.DoesNotContain("crm/3", shipped, StringComparison.Ordinal);
        store.SaveArea("middle_east", "Middle East", "AE", "MA");
        Assert.Equal("crm/1 crm/3", store.Having("near"));
        Assert.Equal(2, InArea(store, "middle_east"));
        Assert.Equal(2, InArea(store, "MIDDLE EAST"));
        store.SaveSegment("there", "area = \"middle_east\" and country != \"AE\"");
        Assert.Equal(1, InSegment(store, "there"));
        store.SaveArea("middle_east", "Middle East", "AE", "MA", "DE");
        Assert.Equal("crm/1 crm/3 crm/4", store.Having("near"));
        Assert.Equal(2, InSegment(store, "there"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.DeleteSegment("there");
        store.RemoveArea("middle_east");
        Assert.Equal(shipped, store.Having("near"));
        Assert.Empty(AreaBook.Own(store.Session));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.AssertSound();
    }

    [Theory, OnEngines]
    public void The_digest_tells_two_meanings_apart(Engine engine)
    {
        var store = Open(engine);
        store.Import(Four);
        store.SaveArea("gulf", "Our Gulf", "AE");
        var before = store.Digest();
        store.SaveArea("gulf", "Our Gulf", "AE", "SA");
        Assert.NotEqual(before, store.Digest());
        store.SaveArea("gulf", "Our Gulf", "AE");
        Assert.Equal(before, store.Digest());
    }

    [Theory, OnEngines]
    public void Areas_stand_for_their_countries_and_what_cannot_be_is_named(Engine engine)
    {
        var store = Open(engine);
        store.Import(Four);
        store.SaveArea("ours", "Our markets", "Germany", "Northern Africa");
        var ours = Assert.Single(AreaBook.Own(store.Session));
        Assert.Contains("DE", ours.Countries);
        Assert.Contains("MA", ours.Countries);
        Assert.Equal("countries: 'Utopia' is neither a country nor an area; write ISO 3166-1 codes such as AE, or names", Refused(() => store.SaveArea("more", "More", "Utopia")));
        Assert.Equal("names.en: 'OUR MARKETS' is what the team calls its area 'ours'; take another", Refused(() => store.SaveArea("more", "OUR MARKETS", "AE")));
        Assert.StartsWith("key: 'Not a key' is no key", Refused(() => store.SaveArea("Not a key", "More", "AE")), StringComparison.Ordinal);
        Assert.StartsWith("countries: is missing", Refused(() => store.SaveArea("more", "More")), StringComparison.Ordinal);
        Assert.Equal("The team has no area 'our'. Did you mean 'ours'?", Assert.Throws<NoSuchDefinitionException>(() => store.RemoveArea("our")).Message);
        store.Define("local", "area = \"Our markets\"");
        Assert.Contains("local", Refused(() => store.RemoveArea("ours")), StringComparison.Ordinal);
        Assert.Contains("local", Refused(() => store.SaveArea("ours", "Markets", "DE")), StringComparison.Ordinal);
        store.Retire("local");
        store.RemoveArea("ours");
        Assert.Throws<FilterException>(() => InArea(store, "Our markets"));
    }

    private static string Refused(Action act) => Assert.Throws<DefinitionException>(act).Message;

    private static long InArea(TestStore store, string area) => Customers.Count(store.Session, Scope.Whole, FilterText.Read(AreaBook.Catalogue(store.Session), null, area, null, null, null));

    private static long InSegment(TestStore store, string key) => Customers.Count(store.Session, Scope.Whole, new CustomerFilter { Members = SegmentMembers.Of(store.Session, key, store.Now) });
}
