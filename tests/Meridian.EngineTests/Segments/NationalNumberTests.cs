using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.EngineTests.Segments;

/// <summary>People ask for a customer by the number as it is written at home.</summary>
public sealed class NationalNumberTests : StoreTests
{
    private static string Found(TestStore store, Scope scope, string text, bool beginnings = true) =>
        string.Join(',', CustomerViews.Find(store.Session, scope, text, beginnings).Select(id => CustomerViews.Show(store.Session, Scope.Whole, id)!.Traits.Single(t => t.Trait == "name").Value).Order(StringComparer.Ordinal));

    [Theory, OnEngines]
    public void A_number_without_its_country_finds_whoever_has_it_in_theirs(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone,country\n1,Mei Lin,+886 912 345 678,TW\n2,Anh Tran,+84 912 345 678,VN\n3,Ana Costa,+55 11 98765-4321,BR\n0912345670,Number Id,,US\n");
        Assert.Equal("Anh Tran,Mei Lin", Found(store, Scope.Whole, "0912 345 678"));
        Assert.Equal("Ana Costa", Found(store, Scope.Whole, "(11) 98765-4321"));
        // An identifier that is exactly so comes before what it could mean.
        Assert.Equal("Number Id", Found(store, Scope.Whole, "0912345670"));
        Assert.Equal("", Found(store, Scope.Whole, "0912 345 679"));
        Assert.Equal("", Found(store, Scope.Whole, "0912 345 678", beginnings: false));
        Assert.Equal("Mei Lin", Found(store, new Scope(Roles.Viewer, ["TW"], null), "0912345678"));
    }
}
